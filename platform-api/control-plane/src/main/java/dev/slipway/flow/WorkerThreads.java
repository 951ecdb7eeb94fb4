package dev.slipway.flow;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of the driver: virtual ones where the runtime has them and they do not pin
 * their carrier in a synchronized block (JDK 24, JEP 491), as H2 is full of those.
 */
final class WorkerThreads {

	private static final int UNPINNED = 24;

	private WorkerThreads() {
	}

	static ThreadFactory best(String prefix) {
		if (Runtime.version().feature() < UNPINNED) {
			return platform(prefix);
		}
		try {
			Class<?> builderType = Class.forName("java.lang.Thread$Builder");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			Method name = builderType.getMethod("name", String.class, long.class);
			Object named = name.invoke(builder, prefix + "-", 0L);
			return (ThreadFactory) builderType.getMethod("factory").invoke(named);
		}
		catch (ReflectiveOperationException ex) {
			return platform(prefix);
		}
	}

	static ThreadFactory platform(String prefix) {
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + "-" + count.getAndIncrement());
			thread.setDaemon(true);
			return thread;
		};
	}

}
