package io.quorate.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which module may know which, and what the deterministic ones may never touch. */
final class ArchitectureTest {

  private static final String CORE = "io.quorate.paxos..";
  private static final String CHECK = "io.quorate.check..";
  private static final String FABRIC = "io.quorate.fabric..";
  private static final String OVS = "io.quorate.ovs..";
  private static final String CLI = "io.quorate.cli..";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.quorate");

  /**
   * Code that must do the same thing on every machine; campaigns, which run many of it, need not.
   */
  private static final DescribedPredicate<JavaClass> DETERMINISTIC =
      resideInAnyPackage(CORE, FABRIC)
          .and(DescribedPredicate.not(resideInAPackage("io.quorate.fabric.campaign..")))
          .as("classes of the core and the simulator");

  /** The compiler names the static type in a call, so a subtype of the declaring one counts too. */
  private static final DescribedPredicate<JavaAccess<?>> PARALLEL_STREAMS =
      callsOnAny("java.util.Collection", "parallelStream")
          .or(callsOnAny("java.util.stream.BaseStream", "parallel"));

  private static final DescribedPredicate<JavaAccess<?>> ACCIDENTAL_ORDER =
      calls(
          "java.util.Map.of",
          "java.util.Map.ofEntries",
          "java.util.Map.copyOf",
          "java.util.Set.of",
          "java.util.Set.copyOf",
          "java.util.stream.Collectors.toMap",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toUnmodifiableMap",
          "java.util.stream.Collectors.toUnmodifiableSet",
          "java.util.stream.Collectors.groupingBy",
          "java.util.stream.Collectors.groupingByConcurrent",
          "java.util.stream.Collectors.toConcurrentMap");

  @Test
  void theCoreDependsOnNothingButTheJdkAndAnnotations() {
    classes()
        .that()
        .resideInAPackage(CORE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(CORE, "java..", "org.jspecify..")
        .check(OURS);
  }

  @Test
  void theCoreDoesNoInputOrOutputAndStartsNoThreads() {
    noClasses()
        .that()
        .resideInAPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.time..",
            "java.util.concurrent..")
        .check(OURS);
  }

  @Test
  void theCheckersKnowNothingOfPaxosOrFabrics() {
    noClasses()
        .that()
        .resideInAPackage(CHECK)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CORE, FABRIC, OVS, CLI)
        .check(OURS);
  }

  @Test
  void theFabricKnowsNeitherTheBridgeNorTheCommandLine() {
    noClasses()
        .that()
        .resideInAPackage(FABRIC)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(OVS, CLI, "picocli..")
        .check(OURS);
  }

  @Test
  void theBridgeKnowsNeitherTheSimulatorNorTheCommandLine() {
    noClasses()
        .that()
        .resideInAPackage(OVS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quorate.fabric.sim..", CLI, "picocli..")
        .check(OURS);
  }

  @Test
  void flowsProgramsAndTheApplicationKnowNeitherTheSimulatorNorWhatRunsIt() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.quorate.fabric.app..",
            "io.quorate.fabric.random..",
            "io.quorate.fabric.time..",
            "io.quorate.fabric.flow..",
            "io.quorate.fabric.packet..",
            "io.quorate.fabric.plan..",
            "io.quorate.fabric.program..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.quorate.fabric.sim..",
            "io.quorate.fabric.run..",
            "io.quorate.fabric.observe..",
            "io.quorate.fabric.campaign..")
        .check(OURS);
  }

  @Test
  void flowsAndProgramsKnowNoTraces() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.quorate.fabric.flow..",
            "io.quorate.fabric.packet..",
            "io.quorate.fabric.plan..",
            "io.quorate.fabric.program..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quorate.fabric.trace..")
        .check(OURS);
  }

  @Test
  void theFabricOpensNoSockets() {
    noClasses()
        .that()
        .resideInAPackage(FABRIC)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..")
        .check(OURS);
  }

  @Test
  void deterministicCodeReadsNoClockAndDrawsNoRandomNumbersOfItsOwn() {
    noClasses()
        .that(DETERMINISTIC)
        .should()
        .dependOnClassesThat(
            named(
                "java.util.Random",
                "java.util.SplittableRandom",
                "java.security.SecureRandom",
                "java.util.UUID",
                "java.lang.Thread",
                "java.util.Timer",
                "java.util.Date",
                "java.time.Clock",
                "java.time.Instant",
                "java.time.LocalDateTime",
                "java.time.ZonedDateTime",
                "java.util.concurrent.ThreadLocalRandom"))
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .orShould()
        .accessTargetWhere(
            calls(
                "java.lang.System.nanoTime",
                "java.lang.System.currentTimeMillis",
                "java.lang.System.identityHashCode",
                "java.lang.Math.random"))
        .orShould()
        .accessTargetWhere(PARALLEL_STREAMS)
        .check(OURS);
  }

  @Test
  void deterministicCodeHasNoCollectionsWhoseOrderIsAccidental() {
    noClasses()
        .that(DETERMINISTIC)
        .should()
        .dependOnClassesThat(
            named(
                "java.util.HashMap",
                "java.util.HashSet",
                "java.util.IdentityHashMap",
                "java.util.WeakHashMap"))
        .orShould()
        .accessTargetWhere(ACCIDENTAL_ORDER)
        .check(OURS);
  }

  /** Breaks both bans in each way that the compiler writes differently. */
  static final class Offender {

    static Stream<String> ofAList(List<String> list) {
      return list.parallelStream();
    }

    static Stream<String> ofAClass() {
      return new ArrayList<String>().parallelStream();
    }

    static Stream<String> later(Stream<String> stream) {
      return stream.parallel();
    }

    static IntStream ofNumbers(IntStream stream) {
      return stream.parallel();
    }

    static Set<String> unordered(Stream<String> stream) {
      return stream.collect(Collectors.toUnmodifiableSet());
    }

    static Map<String, String> unorderedMap(Stream<String> stream) {
      return stream.collect(Collectors.toUnmodifiableMap(each -> each, each -> each));
    }
  }

  @Test
  void theBansSeeThroughTheTypeThatACallIsMadeOn() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);

    assertThat(methodsThat(PARALLEL_STREAMS, offender))
        .containsExactlyInAnyOrder("ofAList", "ofAClass", "later", "ofNumbers");
    assertThat(methodsThat(ACCIDENTAL_ORDER, offender))
        .containsExactlyInAnyOrder("unordered", "unorderedMap");
  }

  private static Stream<String> methodsThat(
      DescribedPredicate<JavaAccess<?>> call, JavaClasses classes) {
    return classes.stream()
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(call)
        .map(access -> access.getOrigin().getName());
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    Stream<JavaPackage> packages =
        OURS.getDefaultPackage().getSubpackagesInTree().stream()
            .filter(each -> each.getName().startsWith("io.quorate."))
            .filter(each -> !each.getClasses().isEmpty());
    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(each.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                    .as("package-info.java with @NullMarked in " + each.getName())
                    .isTrue());
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return DescribedPredicate.describe(
        String.join(", ", names),
        type -> Stream.of(names).anyMatch(name -> type.getName().equals(name)));
  }

  private static DescribedPredicate<JavaAccess<?>> callsOnAny(String type, String method) {
    return DescribedPredicate.describe(
        type + "." + method,
        access -> access.getName().equals(method) && access.getTargetOwner().isAssignableTo(type));
  }

  private static DescribedPredicate<JavaAccess<?>> calls(String... methods) {
    return DescribedPredicate.describe(
        String.join(", ", methods),
        access ->
            Stream.of(methods)
                .anyMatch(
                    method ->
                        method.equals(access.getTargetOwner().getName() + "." + access.getName())));
  }
}
