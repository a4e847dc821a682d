package io.quorate.check.knossos;

import io.quorate.check.history.EventType;

/**
 * One event as Knossos is told it; its place in the question is its index.
 *
 * @param process a number that no other operation has that crashed
 * @param value never null, for to Knossos a nil says that nothing is known; whole numbers, texts,
 *     booleans, keywords, symbols, and lists and sets of these
 * @param operation the operation of the history that it is about
 */
record Line(int process, EventType type, String f, Object value, int operation) {}
