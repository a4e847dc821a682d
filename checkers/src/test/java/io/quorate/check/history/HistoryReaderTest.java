package io.quorate.check.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryReaderTest {
  private static final List<Call> READ_WRITE_CAS =
      List.of(
          new Call("write", null, 1L, 1L, Outcome.OK),
          new Call("read", null, null, 1L, Outcome.OK),
          new Call("cas", null, List.of(1L, 2L), null, Outcome.FAIL),
          new Call("write", null, 3L, null, Outcome.INFO));

  private static History read(String text) {
    return HistoryReader.read("h", new StringReader(text), Keying.DETECT);
  }

  private static List<Call> calls(History history) {
    return IntStream.range(0, history.size()).mapToObj(i -> history.operation(i).call()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {:process 0, :type :invoke, :f :write, :value 1}
        {:process 0, :type :ok, :f :write, :value 1}
        {:process 0, :type :invoke, :f :read, :value nil}
        {:process 0, :type :ok, :f :read, :value 1}
        {:process 0, :type :invoke, :f :cas, :value [1 2]}
        {:process :nemesis, :type :info, :f :start, :value {"n1" #{"n2"}}}
        {:process 0, :type :fail, :f :cas, :value [1 2], :error [:no "leader"]}
        {:process 0, :type :invoke, :f :write, :value 3}
        {:process 0, :type :info, :f :write, :value 3}
        """,
        """
        ; a comment
        [{:type :invoke, :f :write, :value 1 :process 0 :index 7 :time 3}
         #jepsen.history.Op{:type :ok, :f :write, :value 1 :process 0 :extra {:a (1 2)}} ; more
         #_ {:process 1 :type :invoke :f :read}
         {:process 0, :type :invoke, :f :read, #_ :gone :value nil}
         {:process 0, :type :ok, :f :read, :value 1}
         {:process 0, :type :invoke, :f :cas, :value [1 2]}
         {:process 0, :type :fail, :f :cas, :value [1 2]}
         {:process 0, :type :invoke, :f :write, :value 3}]
        """,
        """
        [0 :invoke :write 1]
        [0 :ok :write 1]
        [0 :invoke :read nil]
        [0 :ok :read 1]
        [0 :invoke :cas [1 2]]
        [0 :fail :cas [1 2] :busy]
        [0 :invoke :write 3]
        """,
        """
        {"process":0,"type":"invoke","f":"write","value":1}
        {"process":0,"type":"ok","f":"write","value":1,"time":5}
        {"process":"nemesis","type":"info","f":"stop","value":null}
        {"process":0,"type":"invoke","f":"read","value":null}
        {"process":0,"type":"ok","f":"read","value":1}
        {"process":0,"type":"invoke","f":"cas","value":[1,2]}
        {"process":0,"type":"fail","f":"cas","value":[1,2]}
        {"process":0,"type":"invoke","f":"write","value":3}
        """,
        """
        [{"process":0,"type":"invoke","f":"write","value":1},
         {"process":0,"type":"ok","f":"write","value":1},
         {"process":0,"type":"invoke","f":"read"}, {"process":0,"type":"ok","f":"read","value":1},
         {"process":0,"type":"invoke","f":"cas","value":[1,2]},
         {"process":0,"type":"fail","f":"cas","value":[1,2]},
         {"process":0,"type":"invoke","f":"write","value":3}]
        """,
        """
        INFO  jepsen.core - Running
        INFO  jepsen.util - 0\t:invoke\t:write\t1
        INFO  jepsen.util - 0\t:ok\t:write\t1
        INFO  jepsen.util - :nemesis\t:info\t:start\tnil
        INFO [2020-01-01 10:00:00,1] jepsen worker 0 - jepsen.util 0\t:invoke\t:read\tnil
        INFO  jepsen.util - 0\t:ok\t:read\t1
        INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]
        INFO  jepsen.util - 0\t:fail\t:cas\t[1 2]
        INFO  jepsen.util - 0\t:invoke\t:write\t3
        INFO  jepsen.util - 0\t:info\t:write\t:timed-out
        """,
        """
        0 :invoke :write  1
        0  :ok :write 1
        :nemesis  :info :start2 {"host" "986"}
        0 :invoke :read nil
        0 :ok :read 1
        0 :invoke :cas  [1 2]
        0 :fail :cas  [1 2] [:psql-exception ERROR: no replica node]
        0 :invoke :write 3
        """
      })
  void findsOutTheFormat(String text) {
    assertThat(calls(read(text))).isEqualTo(READ_WRITE_CAS);
  }

  @Test
  void keepsIndexesTimesAndReasons() {
    History history =
        read(
            """
            {:process 3, :type :invoke, :f :write, :value 1, :time 100, :index 40}
            {:process :nemesis, :type :info, :f :kill, :value "n1", :time 110, :index 41}
            {:process 3, :type :fail, :f :write, :value 1, :time 120, :index 45, :error :timeout}
            """);
    assertThat(history.events())
        .containsExactly(
            new Event(EventType.INVOKE, 3, "write", null, 1L, null, 100, 40),
            new Event(EventType.FAIL, 3, "write", null, 1L, new Keyword("timeout"), 120, 45));
    assertThat(history.annotations())
        .containsExactly(new Annotation(1, "nemesis", EventType.INFO, "kill", "n1", 110, 41));
  }

  @Test
  void takesPairsOfKeyAndValueApart() {
    History history =
        read(
            """
            {:process 0, :type :invoke, :f :read, :value ["x" nil]}
            {:process 1, :type :invoke, :f :cas, :value ["x" [1 2]]}
            {:process 0, :type :ok, :f :read, :value ["x" 1]}
            {:process 1, :type :info, :f :cas, :value ["x" [1 2]]}
            """);
    assertThat(calls(history))
        .containsExactly(
            new Call("read", "x", null, 1L, Outcome.OK),
            new Call("cas", "x", List.of(1L, 2L), null, Outcome.INFO));
  }

  @Test
  void doesNotTakeACasOrATransactionForAPair() {
    String cas = "{:process 0, :type :invoke, :f :cas, :value [1 2]}";
    String txn = "{:process 0, :type :invoke, :f :txn, :value [[:r 1 nil] [:r 2 nil]]}";
    assertThat(read(cas).operation(0).call().key()).isNull();
    assertThat(read(txn).operation(0).call().key()).isNull();
  }

  @Test
  void aKeyOfItsOwnStaysBesideAValueThatIsAList() {
    String put = "{:process 0, :type :invoke, :f :put, :key 9, :value [1 2]}";
    assertThat(read(put).operation(0).call())
        .isEqualTo(new Call("put", 9L, List.of(1L, 2L), null, Outcome.INFO));
  }

  @Test
  void readsEveryKindOfEdnValue() {
    History history =
        read(
            "{:process 0, :type :invoke, :f :write, :value [1 -2 99999999999999999999 1.5 2M 1/3"
                + " \"a\\\"\\n\\u00e9\" :k/w sym \\a \\newline true nil #{1} {:a [()]} #inst \"x\""
                + " ##Inf ^{:m 1} [2] #_ 3]}");
    Object value = history.operation(0).call().input();
    assertThat(Edn.print(value))
        .isEqualTo(
            "[1 -2 99999999999999999999N 1.5 2M 1/3 \"a\\\"\\né\" :k/w sym \\a \\newline true"
                + " nil #{1} {:a [[]]} #inst \"x\" ##Inf [2]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {":nemesis", "nemesis", "\"n1:5000\""})
  void whatIsDoneToASystemIsAnnotated(String process) {
    String text =
        """
        {:process 0 :type :invoke :f :write :value 1}
        {:process NAME :type :invoke :f :start}
        {:process NAME :type :info :f :start :value :cut}
        {:process 0 :type :ok :f :write :value 1}
        """;
    History history = read(text.replace("NAME", process));
    assertThat(calls(history)).containsExactly(new Call("write", null, 1L, 1L, Outcome.OK));
    assertThat(history.annotations())
        .extracting(Annotation::type)
        .containsExactly(EventType.INVOKE, EventType.INFO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          write | 1            | nil
          write | 1            | "OK"
          write | 1            | true
          write | [[:r 1 nil]] | [[:r 1 7]]
          write | [[:r 1 nil] [:w 1 2]] | [[:r 1 7] [:w 1 2]]
          push  | 1            | 7
          add   | 1            | 7
          """)
  void anAnswerNeedNotBeTheArgument(String f, String argument, String answer) {
    String text = String.format("[0 :invoke :%s %s]\n[0 :ok :%s %s]", f, argument, f, answer);
    assertThat(read(text).size()).isOne();
  }
}
