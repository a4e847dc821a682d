/** Live fabrics, built and taken away. */
@NullMarked
package io.quorate.ovs.topology;

import org.jspecify.annotations.NullMarked;
