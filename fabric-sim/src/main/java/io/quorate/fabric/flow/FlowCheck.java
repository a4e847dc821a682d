package io.quorate.fabric.flow;

import java.util.List;

/**
 * Refuses lists of actions that OpenFlow 1.3 refuses: fields written that the matched frames need
 * not have, instructions out of order, a jump backwards.
 */
final class FlowCheck {
  private final int table;
  private final Match match;
  private int tags;
  private int step;

  /** What OpenFlow 1.3 executes one after the other, in this order. */
  private static final int APPLY = 1;

  private static final int TAGS_MAX = 2;
  private static final int CLEAR = 2;
  private static final int WRITE = 3;
  private static final int METADATA = 4;
  private static final int GOTO = 5;

  FlowCheck(int table, Match match) {
    this.table = table;
    this.match = match;
    this.tags = match.implies(Prerequisite.TAGGED) ? 1 : 0;
  }

  void check(List<Action> actions) {
    for (Action action : actions) {
      order(action);
      checkOne(action);
    }
  }

  private void order(Action action) {
    int place =
        switch (action) {
          case Action.ClearActions _ -> CLEAR;
          case Action.WriteActions _ -> WRITE;
          case Action.WriteMetadata _ -> METADATA;
          case Action.GotoTable _ -> GOTO;
          default -> APPLY;
        };
    if (place < step) {
      throw new FlowSyntaxException(
          "'"
              + ActionText.of(action, "tp", Names.NONE)
              + "' stands too late; the order is: actions, clear_actions, write_actions,"
              + " write_metadata, goto_table");
    }
    if (place == step && place != APPLY) {
      throw new FlowSyntaxException(
          "'" + ActionText.of(action, "tp", Names.NONE) + "' stands twice; once is allowed");
    }
    step = place;
  }

  private void checkOne(Action action) {
    switch (action) {
      case Action.SetField set -> field(set.field(), action);
      case Action.Move move -> {
        field(move.source().field(), action);
        field(move.destination().field(), action);
      }
      case Action.OutputField output -> field(output.source().field(), action);
      case Action.DecTtl _ -> needs(Prerequisite.IP, action);
      case Action.PushVlan _ -> push(action);
      case Action.ModVlanVid _, Action.ModVlanPcp _ -> tags = Math.max(tags, 1);
      case Action.PopVlan _ -> {
        needs(Prerequisite.TAGGED, action);
        tags--;
      }
      case Action.GotoTable jump -> forward(jump);
      case Action.WriteActions write -> writeActions(write.actions());
      case Action.Clone copy -> nested(copy.actions());
      case Action.Learn learn -> learn(learn.template());
      case Action.Output _, Action.Resubmit _, Action.WriteMetadata _, Action.ClearActions _ -> {}
      case Action.ToGroup _, Action.Note _, Action.RunCode _, Action.Exit _ -> {}
    }
  }

  private void field(Field field, Action action) {
    boolean port = field == Field.TP_SRC || field == Field.TP_DST;
    if (port && MatchText.shortName(match).equals("sctp") && action instanceof Action.SetField) {
      throw new FlowSyntaxException(
          "'" + text(action) + "': the checksum of SCTP is not kept, so its ports are read-only");
    }
    needs(field == Field.VLAN_VID ? Prerequisite.TAGGED : field.prerequisite, action);
  }

  private void needs(Prerequisite prerequisite, Action action) {
    boolean there = prerequisite == Prerequisite.TAGGED ? tags > 0 : match.implies(prerequisite);
    if (!there) {
      throw new FlowSyntaxException(
          "'" + text(action) + "' needs " + prerequisite.asText + " in the match");
    }
  }

  private void push(Action action) {
    if (tags == TAGS_MAX) {
      throw new FlowSyntaxException(
          "'" + text(action) + "' would be the third VLAN tag that this flow knows of; two can be");
    }
    tags++;
  }

  private void forward(Action.GotoTable jump) {
    if (jump.table() <= table) {
      throw new FlowSyntaxException(
          "'" + text(jump) + "' in table " + table + " goes back; use resubmit(,N)");
    }
  }

  private void nested(List<Action> actions) {
    FlowCheck inner = new FlowCheck(table, match);
    inner.tags = tags;
    inner.check(actions);
  }

  private void writeActions(List<Action> actions) {
    for (Action action : actions) {
      ActionSet.checkAllowed(action, "in write_actions");
    }
    // The set is executed after other tables may have pushed a tag, so that cannot be asked for
    // here.
    int tagsHere = tags;
    tags = 1;
    nested(actions);
    tags = tagsHere;
  }

  /** A learned entry writes fields of frames that fit what it will match. */
  private void learn(LearnTemplate template) {
    Match learned = Match.ANY;
    for (LearnTemplate.Part part : template.parts()) {
      learned = learnPart(part, learned);
    }
  }

  private Match learnPart(LearnTemplate.Part part, Match learned) {
    switch (part) {
      case LearnTemplate.Part.MatchFrame(Subfield to, Subfield from) -> {
        learnNeeds(from.field(), match);
        learnNeeds(to.field(), learned);
        return learned;
      }
      case LearnTemplate.Part.MatchValue(Subfield to, long value) -> {
        learnNeeds(to.field(), learned);
        return learned.with(to.field(), value << to.from(), to.mask());
      }
      case LearnTemplate.Part.LoadFrame(Subfield from, Subfield to) -> {
        learnNeeds(from.field(), match);
        learnNeeds(to.field(), learned);
        return learned;
      }
      case LearnTemplate.Part.LoadValue(long _, Subfield to) -> {
        learnNeeds(to.field(), learned);
        return learned;
      }
      case LearnTemplate.Part.OutputFrame(Subfield from) -> {
        learnNeeds(from.field(), match);
        return learned;
      }
    }
  }

  private static void learnNeeds(Field field, Match frames) {
    if (!frames.implies(field.prerequisite)) {
      throw new FlowSyntaxException(
          "learn uses '"
              + field.matchName()
              + "', which needs "
              + field.prerequisite.asText
              + " in the match (write the conditions of learn in that order)");
    }
  }

  private String text(Action action) {
    return ActionText.of(action, FieldSyntax.transport(match), Names.NONE);
  }
}
