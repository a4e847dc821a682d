/**
 * Histories of transactions, judged as Adya and Jepsen's Elle do: by what each transaction must
 * have seen of the others, and the cycles in that; and Jepsen's checks of banks, counters and sets.
 * Knows histories and budgets; knows neither models nor the engines that search for an order.
 */
@NullMarked
package io.quorate.check.txn;

import org.jspecify.annotations.NullMarked;
