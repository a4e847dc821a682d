/** What the tests of the bridge share: what a live test needs of its machine. */
@NullMarked
package io.quorate.ovs;

import org.jspecify.annotations.NullMarked;
