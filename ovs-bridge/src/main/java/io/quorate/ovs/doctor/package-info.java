/**
 * Looks at the machine, at live fabrics and at a running Mininet, and says what is missing or wrong
 * and how to mend it. It changes nothing.
 */
@NullMarked
package io.quorate.ovs.doctor;

import org.jspecify.annotations.NullMarked;
