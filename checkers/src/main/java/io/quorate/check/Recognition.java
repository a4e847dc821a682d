package io.quorate.check;

import io.quorate.check.history.Call;
import io.quorate.check.history.History;
import io.quorate.check.model.Model;
import io.quorate.check.model.Models;
import io.quorate.check.model.Role;
import io.quorate.check.txn.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out from its calls of what model, or of what workload, a history is. */
public final class Recognition {
  private Recognition() {}

  /**
   * The names of the models that have all calls of the history. One name is an answer, several are
   * a question, and none says that the history is of something else.
   *
   * <ul>
   *   <li>Of models of which one has the calls of another and reads them alike only the smallest is
   *       named: what fits {@code register} is not said to fit {@code cas-register} and {@code kv}.
   *       What is read and appended to without keys is a {@code log}.
   *   <li>Transactions with {@code :append} are {@code list-append}, those of {@code :r} and {@code
   *       :w} {@code rw-register}, as Elle writes them; those of {@code :read} and {@code :write}
   *       are a {@code multi-register}, as Knossos writes it.
   *   <li>Transfers are a {@code bank}.
   *   <li>The weaker things that Jepsen asks of counters and sets are never meant if not said.
   * </ul>
   */
  public static List<String> of(History history) {
    String workload = workload(history);
    return workload == null ? models(history) : List.of(workload);
  }

  private static @Nullable String workload(History history) {
    Set<String> words = new HashSet<>();
    boolean transactions = true;
    for (Call call : history.calls()) {
      transactions &= call.f().equals("txn");
      words.add(call.f());
      addMicroWords(call, words);
    }
    if (words.contains("transfer")) {
      return Workload.BANK.word();
    }
    if (!transactions) {
      return null;
    }
    if (words.contains("append")) {
      return Workload.LIST_APPEND.word();
    }
    return words.contains("r") || words.contains("w") ? Workload.RW_REGISTER.word() : null;
  }

  private static void addMicroWords(Call call, Set<String> words) {
    if (call.f().equals("txn") && call.input() instanceof List<?> micros) {
      for (Object micro : micros) {
        if (micro instanceof List<?> list && !list.isEmpty() && list.getFirst() != null) {
          words.add(list.getFirst().toString().replaceFirst("^:", ""));
        }
      }
    }
  }

  private static List<String> models(History history) {
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
    if (names.contains("log") && history.calls().stream().allMatch(call -> call.key() == null)) {
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
