package io.quorate.fabric.run;

import io.quorate.fabric.observe.Agreement;
import io.quorate.fabric.observe.AnsweredOnce;
import io.quorate.fabric.observe.DeliveryOrder;
import io.quorate.fabric.observe.HostAgreement;
import io.quorate.fabric.observe.Observer;
import io.quorate.fabric.observe.Observers;
import io.quorate.fabric.observe.Promises;
import io.quorate.fabric.observe.Report;
import io.quorate.fabric.observe.Validity;
import java.util.List;

/** The invariants that every run is held to. */
final class Invariants {

  private final AnsweredOnce answeredOnce;
  private final Observer all;

  Invariants(int serviceHosts, Report report) {
    answeredOnce = new AnsweredOnce(report);
    all =
        new Observers(
            List.of(
                new Agreement(report),
                new DeliveryOrder(report),
                new Validity(report),
                new Promises(report),
                new HostAgreement(serviceHosts, report),
                answeredOnce));
  }

  Observer all() {
    return all;
  }

  /** Answers that clients were given beyond what they asked. */
  long answeredTooOften() {
    return answeredOnce.answeredTooOften();
  }
}
