package io.quorate.paxos.cluster;

/** What a client has asked for, once or several times. */
record Request(long session, long sequence) {}
