package io.quorate.fabric.run;

import java.util.Locale;

/** Figures of a run, in the order in which the summary tells them. */
public enum Figure {
  /** Requests that clients made. */
  OPERATIONS("requests made"),
  /** Requests answered in the end. */
  ANSWERED("requests answered"),
  /** Datagrams sent again because no answer came in time. */
  RETRIES("sent again by clients"),
  /** Datagrams that clients sent, retries included. */
  SENT("request packets sent"),
  /** Request packets that were lost or refused on their way to a slot. */
  LOST("request packets lost on the way in"),
  /** Requests answered more often than they were sent. */
  ANSWERED_TWICE("requests answered twice"),
  /** Requests given up by clients that were told that they had been forgotten. */
  EXPIRED("requests of forgotten clients"),
  /** Requests of whose execution nobody knows, and that may not be sent twice. */
  GIVEN_UP("requests given up"),
  /** Elections won. */
  ELECTIONS("elections"),
  /** Times that a replica stood for election. */
  CANDIDACIES("candidacies"),
  /** Elections won because the leader before had handed over. */
  HAND_OVERS("hand-overs of the lead"),
  /** Times that a leader began to hand over and went on leading. */
  HAND_OVERS_GIVEN_UP("hand-overs given up"),
  /** Polls held because the link to the leader had gone down. */
  LINK_POLLS("polls because a link went down"),
  /** Votes that candidates were told of in PROMISEs. */
  VOTES_FOUND("votes found by candidates"),
  /** ACCEPTs sent again because a slot was not chosen in time. */
  ACCEPTS_REPEATED("proposals repeated"),
  /** REPAIRs sent by learners that had missed a value. */
  REPAIRS("values asked for again"),
  /** Reads answered without a slot. */
  READS("reads without a slot"),
  /** Of these, those that a lease allowed the leader to answer alone. */
  READS_BY_LEASE("reads answered from a lease"),
  /** Rounds in which leaders asked, for waiting reads, whether they still lead. */
  READ_ROUNDS("rounds for reads"),
  /** Reads refused because the leader led no more. */
  READS_ABANDONED("reads abandoned"),
  /** Times that a pledge kept a member from standing, from support or from a promise. */
  HELD_BY_PLEDGE("elections held back by a pledge"),
  /** Snapshots installed by replicas that had fallen behind by more than a window. */
  SNAPSHOTS("snapshots installed"),
  /** Times that a disk made records durable. */
  SYNCS("syncs"),
  /** Records made durable. */
  RECORDS_STORED("records stored"),
  /** Of these, checkpoints. */
  CHECKPOINTS("checkpoints"),
  /** Bytes of records that a crash had torn, and that were cut off at a start. */
  TORN_BYTES("torn bytes"),
  /** Starts of members that had lost their memory. */
  REBOOTS("starts without memory"),
  /** Times that such a member has won its memory back. */
  RECOVERIES("memories won back"),
  /** 1 if in the end so many were without memory that nobody could win it back, and all said so. */
  MEMORY_LOST("memory of too many lost at once, and detected"),
  /** Times that a switch was asked to change its group. */
  CHANGES_ASKED("changes of the group asked for"),
  /** Changes of groups that were wanted, and could not be. */
  CHANGES_REFUSED("changes of the group that cannot be"),
  /** Changes of groups that were chosen. */
  CHANGES_CHOSEN("reconfigurations chosen"),
  /** Of these, those that came into force. */
  CHANGES_ACTIVE("reconfigurations active"),
  /** Leaders lost while a change was chosen and not in force. */
  CHANGES_UNDER_WAY("leaders lost while a change was under way"),
  /** Votes that leaders found in slots of a configuration to come. */
  CHANGE_VOTES_FOUND("votes found by leaders in slots of a configuration to come"),
  /** Faults of the schedule that began. */
  FAULTS("faults"),
  /** Slots delivered. */
  SLOTS("slots delivered"),
  /** Slots that hold a no-op. */
  NOOPS("slots filled with no-ops"),
  /** Slots that hold a request executed earlier. */
  REPEATED("slots with a repeated request"),
  /** Values that shared a slot with others. */
  BATCHED("values in slots of several"),
  /** Packets that each service host was handed. */
  HOST_PACKETS("packets to each service host"),
  /** Service hosts that have missed packets for good and are handed no more. */
  HOSTS_GIVEN_UP("service hosts given up"),
  /** Service hosts whose switches are no learners in the end. */
  HOSTS_NOT_SERVED("service hosts at switches that do not learn"),
  /** Events of the simulator. */
  EVENTS("simulator events"),
  /** Virtual time at the end, nanoseconds. */
  END_NS("virtual time at the end (ns)"),
  /** Virtual time from healing until the last answer came, nanoseconds; 0 if none was pending. */
  DRAIN_NS("virtual time from healing to the last answer (ns)"),
  /** Virtual time from the last answer until all replicas had caught up, nanoseconds. */
  CATCH_UP_NS("virtual time from the last answer until all have caught up (ns)");

  private final String meaning;

  Figure(String meaning) {
    this.meaning = meaning;
  }

  /** Words for a person. */
  public String meaning() {
    return meaning;
  }

  /** Name in JSON: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
