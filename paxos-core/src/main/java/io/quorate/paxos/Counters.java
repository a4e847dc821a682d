package io.quorate.paxos;

/** What a replica has refused or done besides the ordinary; grows only. Read by its host. */
public final class Counters {
  long foreign;
  long outdated;
  long unauthorised;
  long outOfWindow;
  long oversized;
  long candidacies;
  long electionsWon;
  long handOversBegun;
  long handOversGivenUp;
  long handOversTaken;
  long pollsAtHints;
  long acceptsRepeated;
  long repairsAsked;
  long snapshotsTaken;
  long snapshotsInstalled;
  long snapshotsBroken;
  long readsAnswered;
  long readsByLease;
  long readRounds;
  long readsAbandoned;
  long heldByPledge;
  long changeVotesFound;

  /** Messages of another group, or of a sender that is not a member. */
  public long foreign() {
    return foreign;
  }

  /** Messages of an earlier incarnation of their sender. */
  public long outdated() {
    return outdated;
  }

  /** ACCEPT, PREPARE or TRUST that did not come from the owner of its ballot. */
  public long unauthorised() {
    return unauthorised;
  }

  /** Messages about slots beyond the window. */
  public long outOfWindow() {
    return outOfWindow;
  }

  /** Values that would not fit a message of this group. */
  public long oversized() {
    return oversized;
  }

  /** Times that this replica stood for election. */
  public long candidacies() {
    return candidacies;
  }

  /** Elections won. */
  public long electionsWon() {
    return electionsWon;
  }

  /** Times that this replica, leading, began to hand over. */
  public long handOversBegun() {
    return handOversBegun;
  }

  /** Times that it went on leading, because its heir did not take over in time. */
  public long handOversGivenUp() {
    return handOversGivenUp;
  }

  /** Elections won because the leader before had handed over to this replica. */
  public long handOversTaken() {
    return handOversTaken;
  }

  /** Polls held because the link to the leader was said to be down. */
  public long pollsAtHints() {
    return pollsAtHints;
  }

  /** ACCEPTs sent again because the slot was not chosen in time. */
  public long acceptsRepeated() {
    return acceptsRepeated;
  }

  /** Snapshots of the own state, taken for others. */
  public long snapshotsTaken() {
    return snapshotsTaken;
  }

  /** Snapshots of others that this replica has become. */
  public long snapshotsInstalled() {
    return snapshotsInstalled;
  }

  /** Snapshots that came in and were not what they said. */
  public long snapshotsBroken() {
    return snapshotsBroken;
  }

  /** REPAIRs sent. */
  public long repairsAsked() {
    return repairsAsked;
  }

  /** Reads answered without a slot. */
  public long readsAnswered() {
    return readsAnswered;
  }

  /** Of the reads answered, those that a lease allowed to answer without asking anybody. */
  public long readsByLease() {
    return readsByLease;
  }

  /** Rounds begun because reads waited. */
  public long readRounds() {
    return readRounds;
  }

  /** Reads refused because the leader stopped to lead before it could answer them. */
  public long readsAbandoned() {
    return readsAbandoned;
  }

  /** Votes found, while it led, in slots of a configuration to come. */
  public long changeVotesFound() {
    return changeVotesFound;
  }

  /** Times that a pledge to another leader kept this member from standing, support or promise. */
  public long heldByPledge() {
    return heldByPledge;
  }
}
