/** Tests of the models. */
@NullMarked
package io.quorate.check.model;

import org.jspecify.annotations.NullMarked;
