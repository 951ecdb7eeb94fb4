package dev.slipway.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Where a strategy would be carried out.
 *
 * @param service the service's name
 * @param replicas the pods that the new release needs to take all requests
 * @param stable the pods of the stable release; 0 when there is none
 * @param requestsPerSecond that the service gets, as measured; null when not known
 * @param kinds the kinds of the objects in {@code deploy/}
 * @param ending how its pods end
 * @param autoscaler its HorizontalPodAutoscaler; null when it has none
 * @param consumers what suggests that it takes messages from a queue, such as the name of
 * an environment variable; empty when nothing does
 * @param quotas what the namespace may use, a line for each quota and resource
 * @param secrets that its pods refer to, or that it names
 * @param sticky whether its Service keeps each client with one pod (sessionAffinity)
 */
public record Circumstances(String service, int replicas, int stable, @Nullable Double requestsPerSecond,
		Set<String> kinds, Ending ending, @Nullable Autoscaler autoscaler, List<String> consumers, List<Quota> quotas,
		List<SecretUse> secrets, boolean sticky) {

	public Circumstances {
		kinds = Set.copyOf(kinds);
		consumers = List.copyOf(consumers);
		quotas = List.copyOf(quotas);
		secrets = List.copyOf(secrets);
	}

	/** Of a service without Secrets, whose clients may get any pod. */
	public Circumstances(String service, int replicas, int stable, @Nullable Double requestsPerSecond,
			Set<String> kinds, Ending ending, @Nullable Autoscaler autoscaler, List<String> consumers,
			List<Quota> quotas) {
		this(service, replicas, stable, requestsPerSecond, kinds, ending, autoscaler, consumers, quotas, List.of(),
				false);
	}

	/** Of a Deployment that ends as it should, with nothing else known. */
	public static Circumstances of(String service, int replicas, int stable) {
		return new Circumstances(service, replicas, stable, null, Set.of("Deployment", "Service"), Ending.SOUND, null,
				List.of(), List.of());
	}

	/**
	 * How pods end. Kubernetes takes a pod out of the endpoints while preStop and SIGTERM
	 * already run, so a pod that ends at once still gets requests.
	 *
	 * @param preStop how long its preStop hook sleeps; null when it has none
	 * @param grace until it is killed
	 * @param shutdown how long the program takes at most to end what it began; null when
	 * not known
	 */
	public record Ending(@Nullable Duration preStop, Duration grace, @Nullable Duration shutdown) {

		/** As the golden templates have it. */
		public static final Ending SOUND = new Ending(Duration.ofSeconds(5), Duration.ofSeconds(40),
				Duration.ofSeconds(30));

	}

	/**
	 * A HorizontalPodAutoscaler.
	 *
	 * @param name its name
	 * @param min its least pods
	 * @param max its most pods
	 */
	public record Autoscaler(String name, int min, int max) {
	}

	/**
	 * What a namespace may use of a resource.
	 *
	 * @param name of the ResourceQuota
	 * @param resource as the quota names it, such as {@code pods} or
	 * {@code requests.memory}
	 * @param hard the limit: pods, thousandths of a processor, or bytes
	 * @param used what is used now, by the stable release and all others
	 * @param perPod what one pod of the new release asks for; null when it does not say,
	 * and is refused for that
	 */
	public record Quota(String name, String resource, long hard, long used, @Nullable Long perPod) {
	}

}
