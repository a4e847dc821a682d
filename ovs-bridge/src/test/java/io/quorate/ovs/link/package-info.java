/** Links on real interfaces. */
@NullMarked
package io.quorate.ovs.link;

import org.jspecify.annotations.NullMarked;
