package io.quorate.check;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Role;
import java.util.ArrayList;
import java.util.List;

/** Finds out from its calls of what model a history is. */
public final class Recognition {
  private Recognition() {}

  /**
   * The names of the models that have all calls of the history. Of models of which one has the
   * calls of another and reads them alike, only the smallest is named: a history that fits {@code
   * register} is not said to fit {@code cas-register} and {@code kv}, too. So one name is an
   * answer, several are a question, and none says that the history is of something else.
   */
  public static List<String> of(History history) {
    List<String> names = new ArrayList<>();
    for (String name : Models.names()) {
      if (hasAllCalls(Models.named(name), history)) {
        names.add(name);
      }
    }
    if (names.contains("register")) {
      names.remove("cas-register");
    }
    if (names.contains("register") || names.contains("cas-register")) {
      names.remove("kv");
    }
    return List.copyOf(names);
  }

  private static boolean hasAllCalls(Model<?> model, History history) {
    for (Call call : history.calls()) {
      if (model.role(call) == Role.FOREIGN) {
        return false;
      }
    }
    return true;
  }
}
