/** Faults that are made for real, found, mended, and gone. */
@NullMarked
package io.quorate.ovs.doctor;

import org.jspecify.annotations.NullMarked;
