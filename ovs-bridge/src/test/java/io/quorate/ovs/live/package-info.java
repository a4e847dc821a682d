/** Tests of fabrics that run on real switches. */
@NullMarked
package io.quorate.ovs.live;

import org.jspecify.annotations.NullMarked;
