package io.quorate.check.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.check.history.Call;
import io.quorate.check.history.Outcome;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegisterTest {
  private static final Model<Held> KV = Models.keyValue(null, Reading.DEFAULT);
  private static final Held NIL = new Held(null);

  private static Call ok(String f, @Nullable Object input, @Nullable Object output) {
    return new Call(f, "k", input, output, Outcome.OK);
  }

  private static Call failed(String f, @Nullable Object input) {
    return new Call(f, "k", input, null, Outcome.FAIL);
  }

  private static Call crashed(String f, @Nullable Object input) {
    return new Call(f, "k", input, null, Outcome.INFO);
  }

  @Test
  void aReadAgreesWithWhatTheCellHolds() {
    assertThat(KV.step(new Held(1L), ok("get", null, 1L))).isEqualTo(new Held(1L));
    assertThat(KV.step(new Held(1L), ok("get", null, 2L))).isNull();
    assertThat(KV.step(NIL, ok("get", null, null))).isEqualTo(NIL);
    assertThat(KV.step(new Held(1L), ok("read", null, null))).isNull();
  }

  @Test
  void updatesChangeTheCell() {
    assertThat(KV.step(NIL, ok("put", "a", null))).isEqualTo(new Held("a"));
    assertThat(KV.step(new Held("a"), ok("append", "b", null))).isEqualTo(new Held("ab"));
    assertThat(KV.step(NIL, ok("append", "b", null))).isEqualTo(new Held("b"));
    assertThat(KV.step(new Held(List.of(1L)), ok("append", 2L, null)))
        .isEqualTo(new Held(List.of(1L, 2L)));
    assertThat(KV.step(new Held(1L), ok("append", "b", null))).isNull();
    assertThat(KV.step(new Held("a"), ok("delete", null, null))).isEqualTo(NIL);
    assertThat(KV.step(NIL, ok("del", null, null))).isEqualTo(NIL);
  }

  @Test
  void aCasTakesEffectOnlyOnTheValueItExpects() {
    List<Long> pair = List.of(1L, 2L);
    assertThat(KV.step(new Held(1L), ok("cas", pair, pair))).isEqualTo(new Held(2L));
    assertThat(KV.step(new Held(3L), ok("cas", pair, pair))).isNull();
    assertThat(KV.step(new Held(1L), crashed("cas", pair))).isEqualTo(new Held(2L));
    assertThat(KV.step(new Held(3L), crashed("cas", pair))).isNull();
    assertThat(KV.step(NIL, ok("cas", Arrays.asList(null, 2L), null))).isEqualTo(new Held(2L));
  }

  @Test
  void aFailedCasTellsWhatTheReadingSays() {
    Call cas = failed("cas", List.of(1L, 2L));
    assertThat(KV.role(cas)).isEqualTo(Role.IGNORED);
    Model<Held> porcupine = Models.casRegister(0L, Reading.PORCUPINE);
    assertThat(porcupine.role(cas)).isEqualTo(Role.OBSERVATION);
    assertThat(porcupine.step(new Held(1L), cas)).isNull();
    assertThat(porcupine.step(new Held(3L), cas)).isEqualTo(new Held(3L));
  }

  @Test
  void aCasThatReturnedFalseSawAnotherValueUnderAnyReading() {
    Call cas = ok("cas", List.of(1L, 2L), false);
    for (Reading reading : List.of(Reading.DEFAULT, Reading.KNOSSOS, Reading.PORCUPINE)) {
      Model<Held> model = Models.casRegister(0L, reading);
      assertThat(model.role(cas)).isEqualTo(Role.OBSERVATION);
      assertThat(model.step(new Held(1L), cas)).isNull();
      assertThat(model.step(new Held(3L), cas)).isEqualTo(new Held(3L));
    }
  }

  @Test
  void aReadOfNilTellsWhatTheReadingSays() {
    Call read = ok("read", null, null);
    assertThat(Models.register(0L, Reading.DEFAULT).role(read)).isEqualTo(Role.OBSERVATION);
    assertThat(Models.register(0L, Reading.KNOSSOS).role(read)).isEqualTo(Role.IGNORED);
  }

  @Test
  void whatFailedOrCrashedWithoutEffectTellsNothing() {
    for (String f : List.of("get", "put", "append", "delete")) {
      assertThat(KV.role(failed(f, f.equals("get") ? null : "x"))).isEqualTo(Role.IGNORED);
    }
    assertThat(KV.role(crashed("get", null))).isEqualTo(Role.IGNORED);
    assertThat(KV.role(crashed("put", "x"))).isEqualTo(Role.OVERWRITE);
    assertThat(KV.role(crashed("cas", List.of(1L, 1L)))).isEqualTo(Role.IGNORED);
  }

  @Test
  void callsOfAnotherModelAreForeign() {
    Model<Held> register = Models.register(null, Reading.DEFAULT);
    assertThat(register.role(ok("cas", List.of(1L, 2L), null))).isEqualTo(Role.FOREIGN);
    assertThat(register.role(ok("enqueue", 1L, null))).isEqualTo(Role.FOREIGN);
    assertThat(KV.role(ok("cas", 1L, null))).isEqualTo(Role.FOREIGN);
    assertThat(KV.role(ok("append", null, null))).isEqualTo(Role.FOREIGN);
  }

  @Test
  void modelsHaveNames() {
    assertThat(Models.names()).startsWith("register", "cas-register", "kv").hasSize(12);
    for (String name : Models.names()) {
      assertThat(Models.named(name).name()).isEqualTo(name);
    }
    assertThat(Models.named("register", 5, Reading.DEFAULT).init()).isEqualTo(new Held(5L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Models.named("regster"))
        .withMessageContaining("register, cas-register, kv");
  }
}
