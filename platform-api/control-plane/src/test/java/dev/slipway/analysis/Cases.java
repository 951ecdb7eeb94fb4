package dev.slipway.analysis;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.rollout.Gate;
import dev.slipway.rollout.Release;
import dev.slipway.strategy.GateSpec;
import dev.slipway.strategy.Hold;
import dev.slipway.strategy.Stage;
import dev.slipway.strategy.Strategy;
import org.jspecify.annotations.Nullable;

/** Releases, gates and calls for tests. */
public final class Cases {

	public static final Release STABLE = release(1);

	public static final Release CANDIDATE = release(2);

	private Cases() {
	}

	/** A release of service orders of team shop in dev. */
	public static Release release(int number) {
		return new Release(number,
				new Release.Draft("orders", "dev", "shop", "localhost:5000/shop/orders@sha256:" + "0".repeat(64),
						"c" + number, number, 2, Strategy.defaults(), "[]", null, "sam", Instant.EPOCH),
				null, null);
	}

	/** A gate with settings, names and values in turn. */
	public static GateSpec spec(String kind, String... settings) {
		Map<String, String> map = new LinkedHashMap<>();
		for (int i = 0; i < settings.length; i += 2) {
			map.put(settings[i], settings[i + 1]);
		}
		return new GateSpec("g", kind, map);
	}

	/** A stage at 50 % with gates. */
	public static Stage stage(int number, Duration hold, GateSpec... gates) {
		return new Stage(number, 1, 1, 50, null, 0, new Hold(hold, false), List.of(gates));
	}

	/** A look at a gate of a stage that holds for a minute. */
	public static Gate.Call call(@Nullable Release stable, GateSpec spec, Instant since, Instant now) {
		return new Gate.Call(CANDIDATE, stable, spec, stage(1, Duration.ofMinutes(1), spec), since, now);
	}

	/** A store that is not there, and that nobody may ask. */
	public static <T> T none(Class<T> type) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				throw new UnsupportedOperationException(method.getName());
			}));
	}

}
