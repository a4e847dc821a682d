package io.quorate.ovs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on real interfaces, tagged {@code live}. Where the machine lacks what it needs, it is
 * skipped with the reason, unless the system property {@code quorate.live=required} is set: then it
 * fails.
 */
@Tag("live")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LiveCondition.class)
public @interface Live {

  /** Programs that the test starts, by name, beside {@code ip}. */
  String[] programs() default {};

  /** Whether it needs Open vSwitch with its userspace datapath: the programs, and /dev/net/tun. */
  boolean openVSwitch() default false;
}
