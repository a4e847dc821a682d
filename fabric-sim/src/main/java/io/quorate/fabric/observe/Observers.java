package io.quorate.fabric.observe;

import io.quorate.paxos.Effect;
import io.quorate.paxos.Value;
import io.quorate.paxos.message.Message;
import io.quorate.paxos.store.StoreRecord;
import java.util.List;

/** Several observers as one. */
public final class Observers implements Observer {

  private final List<Observer> each;

  public Observers(List<? extends Observer> each) {
    this.each = List.copyOf(each);
  }

  @Override
  public void submitted(Value value) {
    for (Observer observer : each) {
      observer.submitted(value);
    }
  }

  @Override
  public void sent(int node, int to, Message message) {
    for (Observer observer : each) {
      observer.sent(node, to, message);
    }
  }

  @Override
  public void received(int node, int from, Message message) {
    for (Observer observer : each) {
      observer.received(node, from, message);
    }
  }

  @Override
  public void durable(int node, List<StoreRecord> records) {
    for (Observer observer : each) {
      observer.durable(node, records);
    }
  }

  @Override
  public void started(int node, int incarnation) {
    for (Observer observer : each) {
      observer.started(node, incarnation);
    }
  }

  @Override
  public void recovered(int node, Regained memory) {
    for (Observer observer : each) {
      observer.recovered(node, memory);
    }
  }

  @Override
  public void delivered(int node, Effect.Deliver delivery) {
    for (Observer observer : each) {
      observer.delivered(node, delivery);
    }
  }

  @Override
  public void installed(int node, Effect.Installed installed) {
    for (Observer observer : each) {
      observer.installed(node, installed);
    }
  }

  @Override
  public void reconfigured(int node, Effect.Reconfigured told) {
    for (Observer observer : each) {
      observer.reconfigured(node, told);
    }
  }

  @Override
  public void handed(int host, byte[] payload) {
    for (Observer observer : each) {
      observer.handed(host, payload);
    }
  }

  @Override
  public void asked(byte[] frame) {
    for (Observer observer : each) {
      observer.asked(frame);
    }
  }

  @Override
  public void answered(byte[] frame) {
    for (Observer observer : each) {
      observer.answered(frame);
    }
  }
}
