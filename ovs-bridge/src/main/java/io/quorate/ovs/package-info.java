/** The same fabric on real Open vSwitch: what the module's packages share. */
@NullMarked
package io.quorate.ovs;

import org.jspecify.annotations.NullMarked;
