package dev.slipway.observability.traces.zipkin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.slipway.observability.StoreHealth;
import dev.slipway.observability.StoreUnavailable;
import dev.slipway.observability.http.Guard;
import dev.slipway.observability.http.StoreAddress;
import dev.slipway.observability.traces.BadTraceQuery;
import org.jspecify.annotations.Nullable;

/** Asks Zipkin how it is, whatever went wrong before. */
final class ZipkinCheck {

	private static final String ADAPTER = "Zipkin";

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final StoreAddress zipkin;

	private final ZipkinApi api;

	private final Guard guard;

	ZipkinCheck(StoreAddress zipkin, ZipkinApi api, Guard guard) {
		this.zipkin = zipkin;
		this.api = api;
		this.guard = guard;
	}

	/**
	 * Asks.
	 * @param sending how forwarding goes; null without it
	 * @param left spans that came and were not forwarded
	 */
	StoreHealth health(SpanForwarder.@Nullable Figures sending, long left) {
		Map<String, Long> figures = new LinkedHashMap<>();
		if (sending != null) {
			figures.put("forwarded", sending.sent());
			figures.put("waiting", sending.waiting());
			figures.put("lost", sending.lost());
		}
		try {
			long began = System.nanoTime();
			int services = this.api.get("/api/v2/services", TIMEOUT, ZipkinAnswers::names).size();
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
			String version = this.api.version(TIMEOUT);
			figures.put("services", (long) services);
			String held = this.guard.isOpen() ? "; questions are held back for some seconds" : "";
			return new StoreHealth("traces", ADAPTER, sending == null || sending.trouble() == null,
					this.zipkin + ", version " + version + ", answers in " + millis + " ms; it knows " + services
							+ " services" + held + told(sending, left),
					figures, connection(version, millis, sending));
		}
		catch (StoreUnavailable ex) {
			this.guard.failed(ex);
			return new StoreHealth("traces", ADAPTER, false, ex.getMessage() + told(sending, left), figures,
					connection(null, null, sending));
		}
		catch (BadTraceQuery ex) {
			return new StoreHealth("traces", ADAPTER, false, ex.getMessage() + told(sending, left), figures,
					connection(null, null, sending));
		}
	}

	private String told(SpanForwarder.@Nullable Figures sending, long left) {
		if (sending == null) {
			return (left > 0) ? "; " + left + " spans came here and went nowhere: set "
					+ this.zipkin.property("forward") + ", or let services send theirs to Zipkin" : "";
		}
		StringBuilder told = new StringBuilder();
		if (sending.trouble() != null) {
			told.append("; ").append(sending.waiting()).append(" spans wait: ").append(sending.trouble());
		}
		if (sending.lost() > 0) {
			told.append("; ").append(sending.lost()).append(" spans were lost");
			told.append((sending.refusal() != null) ? ", Zipkin refused some: " + sending.refusal()
					: " while it was away and too many waited");
		}
		return told.toString();
	}

	private StoreHealth.Connection connection(@Nullable String version, @Nullable Long millis,
			SpanForwarder.@Nullable Figures sending) {
		Guard.Failure last = this.guard.last();
		String trouble = (sending != null) ? sending.trouble() : null;
		return new StoreHealth.Connection(this.zipkin.url().toString(), version, millis,
				(last != null) ? last.message() : trouble, (last != null) ? last.at() : null);
	}

}
