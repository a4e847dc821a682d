/** Tests of the checks of transactions. */
@NullMarked
package io.quorate.check.txn;

import org.jspecify.annotations.NullMarked;
