package io.quorate.fabric;

/**
 * A flow entry as the user wrote it.
 *
 * @param text in {@code ovs-ofctl} syntax or the old notes' ({@code add-flow S1/S2 dl_type=…})
 * @param source where it stands, {@code file:line}, for messages
 */
public record FlowLine(String text, String source) {}
