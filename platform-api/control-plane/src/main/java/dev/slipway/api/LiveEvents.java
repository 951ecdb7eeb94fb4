package dev.slipway.api;

import java.util.function.BiPredicate;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The live side of the API: features publish that something under a topic moved, pages
 * and clients follow topics by server-sent events. A topic is the path of the resource
 * below {@code /api/v1}, such as {@code services/orders/builds/3}; a subscriber of a
 * prefix sees everything below it.
 */
public interface LiveEvents {

	/** Publishes an event; never blocks on a slow subscriber. */
	void publish(String topic, String event, Object payload);

	/** Opens a stream of what is published on or below the topic. */
	default SseEmitter subscribe(String topic) {
		return subscribe(topic, (published, event) -> true);
	}

	/**
	 * Opens a stream of what is published on or below the topic and is wanted.
	 * @param wanted asked for each topic and name of an event, by whoever publishes: it
	 * must be quick
	 */
	SseEmitter subscribe(String topic, BiPredicate<String, String> wanted);

}
