package dev.slipway.rollout.adapter;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.LoggerFactory;

/** What an API server was asked for, by its own audit log. */
@NullUnmarked
final class AskedRights extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final Pattern LINE = Pattern.compile("verb=(\\S+) group=(\\S*) resource=(\\S+) .*");

	private final Set<String> asked = new ConcurrentSkipListSet<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.slipway.cluster.audit");

	AskedRights() {
		setContext(this.logger.getLoggerContext());
		start();
		listen();
	}

	/** Anew: a context that starts sets the loggers back. */
	void listen() {
		this.logger.detachAppender(this);
		this.logger.setLevel(Level.DEBUG);
		this.logger.setAdditive(false);
		this.logger.addAppender(this);
		start();
	}

	/** Such as {@code create deployments.apps} or {@code get pods/log}. */
	Set<String> all() {
		return new TreeSet<>(this.asked);
	}

	@Override
	protected void append(ILoggingEvent event) {
		Matcher line = LINE.matcher(event.getFormattedMessage());
		if (line.matches()) {
			this.asked.add(text(line.group(1), line.group(2), line.group(3)));
		}
	}

	/** As one right is written. */
	static String text(String verb, String group, String resource) {
		int slash = resource.indexOf('/');
		String plural = (slash < 0) ? resource : resource.substring(0, slash);
		return verb + " " + plural + (group.isEmpty() ? "" : "." + group)
				+ ((slash < 0) ? "" : resource.substring(slash));
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

}
