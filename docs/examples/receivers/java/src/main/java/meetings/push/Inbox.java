package meetings.push;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiConsumer;

/**
 * Each id once, the answer at once, the work afterwards, in order.
 *
 * <p>It forgets when the process ends. Where that matters, write the event to your database before you answer, with {@code
 * webhook-id} as a unique key.
 */
public final class Inbox {
  public enum Taken { NEW, KNOWN, FULL }

  private static final int MOST_WAITING = 1_000;
  private static final int MOST_REMEMBERED = 100_000;

  private record Message(String id, byte[] body) {}

  private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  public Inbox(BiConsumer<String, byte[]> handle) {
    Thread worker = new Thread(() -> work(handle), "inbox");
    worker.setDaemon(true);
    worker.start();
  }

  public synchronized Taken take(String id, byte[] body) {
    if (seen.containsKey(id)) return Taken.KNOWN;
    if (!waiting.offer(new Message(id, body))) return Taken.FULL;
    seen.put(id, true);
    return Taken.NEW;
  }

  private void work(BiConsumer<String, byte[]> handle) {
    try {
      while (true) {
        Message message = waiting.take();
        try {
          handle.accept(message.id(), message.body());
        } catch (RuntimeException error) { // one bad event must not stop the others
          System.err.println("failed " + message.id() + " " + error);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
