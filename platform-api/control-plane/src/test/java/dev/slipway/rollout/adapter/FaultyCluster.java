package dev.slipway.rollout.adapter;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.slipway.cluster.SimulatedCluster;
import dev.slipway.repository.Repositories;
import dev.slipway.rollout.adapter.FaultProxy.Fault;
import dev.slipway.rollout.adapter.FaultProxy.Rule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;

/**
 * A cluster whose calls fail on command: a simulated one, whose pods are ready at once,
 * or the one that {@code SLIPWAY_TEST_KUBECONFIG} names.
 */
@NullUnmarked
final class FaultyCluster implements AutoCloseable {

	/** Where pods take their time, so many calls fail of each kind of faults. */
	private static final int A_HANDFUL = 3;

	private final SimulatedCluster simulated;

	private final NamedCluster named;

	private final FaultProxy proxy;

	private final KubernetesClient direct;

	private final KubernetesClient faulty;

	private final Views views;

	private FaultyCluster(NamedCluster named, Path folder) throws Exception {
		this.named = named;
		this.simulated = (named != null) ? null : SimulatedCluster.start(folder, (pod) -> true);
		this.direct = new KubernetesClientBuilder().withConfig(config()).build();
		this.proxy = new FaultProxy(URI.create(config().getMasterUrl()), SSLUtils.sslContext(config()));
		Config through = config();
		through.setRequestRetryBackoffLimit(0);
		through.setRequestTimeout((named != null) ? 10_000 : 2000);
		this.faulty = new KubernetesClientBuilder().withConfig(through)
			.withHttpClientBuilderConsumer((builder) -> builder.addOrReplaceInterceptor("faults", this.proxy))
			.build();
		this.views = new Views(environments(), new OneCluster(this.faulty), Clock.systemUTC());
		this.views.start();
		Awaitility.await().atMost(patience()).until(() -> this.proxy.watches().open() == 3);
	}

	/** The named cluster for a class that asks for it, a simulated one for others. */
	static FaultyCluster of(Class<?> test, Path folder) throws Exception {
		return new FaultyCluster(NamedCluster.of(test), folder);
	}

	private Config config() throws Exception {
		return (this.named != null) ? NamedCluster.config()
				: Config.fromKubeconfig(null, Files.readString(this.simulated.kubeconfig()), null);
	}

	/** A client whose calls never fail. */
	KubernetesClient direct() {
		return this.direct;
	}

	FaultProxy proxy() {
		return this.proxy;
	}

	OneEnvironment environments() {
		return new OneEnvironment(this.direct);
	}

	Reach reach() {
		return new Reach(environments(), this.views);
	}

	String team() {
		return (this.named != null) ? this.named.team() : "shop";
	}

	String image() {
		return (this.named != null) ? this.named.image() : "shop/orders@sha256:1";
	}

	Repositories repositories() {
		return (this.named != null) ? NamedCluster.repositories() : new FixtureRepositories();
	}

	/** How long pods may take to become ready. */
	Duration deadline() {
		return Duration.ofSeconds((this.named != null) ? 180 : 30);
	}

	/** How long a release may take. */
	Duration patience() {
		return Duration.ofMinutes((this.named != null) ? 6 : 2);
	}

	/** Ticks of a release between two moments at which its watches fail. */
	int spread() {
		return (this.named != null) ? 50 : 3;
	}

	/** The rules that there is time for. */
	List<Rule> choose(List<Rule> rules) {
		if (this.named == null) {
			return rules;
		}
		List<Rule> chosen = new ArrayList<>();
		for (Fault fault : Fault.values()) {
			List<Rule> all = rules.stream().filter((rule) -> rule.fault() == fault).toList();
			// Not the same ones of each fault.
			IntStream.range(0, Math.min(A_HANDFUL, all.size()))
				.map((number) -> (number * all.size() / A_HANDFUL + fault.ordinal()) % all.size())
				.mapToObj(all::get)
				.distinct()
				.forEach(chosen::add);
		}
		return chosen;
	}

	@Override
	public void close() {
		this.views.stop();
		this.faulty.close();
		this.direct.close();
		this.proxy.close();
		if (this.named != null) {
			this.named.close();
		}
		else {
			this.simulated.close();
		}
	}

}
