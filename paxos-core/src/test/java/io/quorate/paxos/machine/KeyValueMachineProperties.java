package io.quorate.paxos.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

@Label("the key-value machine")
final class KeyValueMachineProperties {

  @Property
  void anyBytesHaveAnAnswer(@ForAll @Size(max = 40) byte[] command) {
    KeyValueMachine machine = new KeyValueMachine();
    long empty = machine.digest();

    String answer = new String(machine.apply(command), StandardCharsets.ISO_8859_1);

    assertThat(answer).matches("ok|ok .+|nil|fail .+|error .+");
    if (answer.startsWith("error") || answer.equals("nil")) {
      assertThat(machine.digest()).isEqualTo(empty);
    }
  }
}
