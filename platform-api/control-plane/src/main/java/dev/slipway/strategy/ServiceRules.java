package dev.slipway.strategy;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.strategy.Circumstances.Autoscaler;
import dev.slipway.strategy.Circumstances.Ending;
import dev.slipway.strategy.Circumstances.Quota;
import dev.slipway.strategy.Forecast.Counted;
import dev.slipway.strategy.Strategy.Rolling;

/** The service itself and where it runs: what its pods are, how they end, their room. */
record ServiceRules(Strategy strategy, Circumstances circumstances, Findings findings) {

	private static final Duration LEAST_PRE_STOP = Duration.ofSeconds(5);

	private static final String POD = "deploy: Deployment.spec.template.spec.";

	void look(int peak) {
		kinds();
		hooks();
		ending();
		autoscaler();
		consumers();
		new SecretRules(this.circumstances.secrets(), this.findings).look();
		if (this.circumstances.stable() > this.circumstances.replicas()) {
			this.findings.warning("fewer-pods", "deploy: Deployment.spec.replicas",
					"The stable release has " + Counted.of(this.circumstances.stable(), "pod")
							+ " and the new one gets " + this.circumstances.replicas()
							+ ", which may not bear the load",
					"Raise spec.replicas, or see that the load needs no more.");
		}
		this.circumstances.quotas().forEach((quota) -> fits(quota, peak));
	}

	/** A StatefulSet's pods have names and volumes of their own: there cannot be two. */
	private void kinds() {
		Set<String> refused = new TreeSet<>(this.circumstances.kinds());
		refused.retainAll(Set.of("StatefulSet", "DaemonSet"));
		if (!refused.isEmpty() && !(this.strategy instanceof Rolling)) {
			this.findings.error(
					"not-twice", Findings.path("type"), "A " + String.join(" and a ", refused)
							+ " cannot run twice beside itself, as " + this.strategy.type() + " needs",
					"Use type: rolling, or a Deployment.");
		}
		if (this.circumstances.kinds().contains("CronJob")) {
			this.findings.note("cron-job", "deploy: CronJob",
					"A CronJob belongs to the service: it changes at the promotion, and else both releases would fire",
					"See that the old CronJob works with the new release's data until then.");
		}
	}

	/** Jobs run once for each release. */
	private void hooks() {
		if (this.circumstances.kinds().contains("Job")) {
			this.findings.note("hook", "deploy: Job",
					"Each release runs the Jobs of deploy/ once: those annotated with slipway.dev/hook: before, ahead of "
							+ "its pods; after, when its stages are done; contract, when there is no way back any more. "
							+ "One that fails before that takes the release back, but not what it did to the data",
					"See that the stable release works with the data as the Jobs leave it: expand first, contract "
							+ "last.");
		}
	}

	private void ending() {
		Ending ending = this.circumstances.ending();
		Duration preStop = (ending.preStop() != null) ? ending.preStop() : Duration.ZERO;
		if (preStop.compareTo(LEAST_PRE_STOP) < 0) {
			this.findings.warning("pre-stop", POD + "containers[app].lifecycle.preStop", ((ending.preStop() == null)
					? "There is no preStop hook that sleeps" : "The preStop hook sleeps " + Values.spoken(preStop))
					+ ": the endpoints are removed while the pod ends, so it gets requests that it does not serve",
					"Add lifecycle: {preStop: {sleep: {seconds: 5}}}.");
		}
		Duration shutdown = (ending.shutdown() != null) ? ending.shutdown() : Duration.ZERO;
		Duration needed = preStop.plus(shutdown);
		if (ending.grace().compareTo(needed) <= 0) {
			this.findings.warning("grace-period", POD + "terminationGracePeriodSeconds",
					"The pod is killed after " + Values.spoken(ending.grace()) + ", but its preStop ("
							+ Values.spoken(preStop) + ") and shutdown (" + Values.spoken(shutdown) + ") take up to "
							+ Values.spoken(needed),
					"Set it to " + (needed.toSeconds() + 5) + " or more.");
		}
	}

	private void autoscaler() {
		Autoscaler scaler = this.circumstances.autoscaler();
		if (scaler == null) {
			return;
		}
		String path = "deploy: HorizontalPodAutoscaler/" + scaler.name();
		String range = " scales from " + scaler.min() + " to " + scaler.max() + " pods";
		if (this.strategy.terms().routing().router() == Router.REPLICAS) {
			this.findings.warning("autoscaler", path,
					"The autoscaler" + range
							+ "; with the router replicas each of its changes moves the weight as well",
					"Use a router with weights, or see that the release is short.");
		}
		else {
			this.findings.note("autoscaler", path, "The autoscaler" + range
					+ "; the release reckons with the pods that there are when it starts, and hands the autoscaler over "
					+ "at the promotion", "Nothing, unless the load changes much while the release runs.");
		}
	}

	private void consumers() {
		if (this.strategy.terms().singleActive()) {
			alone();
		}
		else if (!this.circumstances.consumers().isEmpty()) {
			this.findings.warning("not-inert", "deploy: " + String.join(", ", this.circumstances.consumers()),
					"The service seems to take messages from a queue: a weight holds back requests, not messages, and "
							+ "consumers, schedulers and migrations of the candidate run as soon as its pods do",
					"See that both releases may work on the same queue, let consumers start when their pod's label "
							+ "slipway.dev/role is stable, or set singleActive: true.");
		}
	}

	/** One release at a time: somebody has to know what that costs. */
	private void alone() {
		String path = "spec." + SingleActive.KEY;
		if (this.circumstances.stable() > 0) {
			this.findings.warning("interruption", path,
					"Only one release may be active: the old pods end first, which may take "
							+ Values.spoken(this.circumstances.ending().grace())
							+ ", then the new ones start. Nobody works or answers until they are ready, on the way "
							+ "back as well",
					"Release when nobody misses it; or remove singleActive and let the pods wait for their role "
							+ "(label slipway.dev/role: stable).");
		}
		if (this.circumstances.ending().grace().compareTo(this.strategy.terms().progressDeadline()) >= 0) {
			this.findings.error("deadline-too-short", Findings.path("progressDeadline"),
					"The old pods may take " + Values.spoken(this.circumstances.ending().grace())
							+ " to end, and within progressDeadline ("
							+ Values.spoken(this.strategy.terms().progressDeadline())
							+ ") they have to end and the new ones to become ready",
					"Raise it, or lower terminationGracePeriodSeconds.");
		}
	}

	/** The quota counts the stable release's pods already. */
	private void fits(Quota quota, int peak) {
		String path = "ResourceQuota/" + quota.name() + " " + quota.resource();
		Long each = quota.perPod();
		if (each == null) {
			this.findings.error("quota-unsaid", path,
					"The namespace has a quota of " + quota.resource()
							+ ", and the pods do not say what they need of it",
					"Add it to resources of each container in deploy/.");
			return;
		}
		long more = (long) Math.max(0, peak - this.circumstances.stable()) * each;
		if (more > 0 && quota.used() + more > quota.hard()) {
			this.findings.error("quota", path,
					"The release has " + Counted.of(peak, "pod") + " at most, " + (peak - this.circumstances.stable())
							+ " more than now, and needs " + amount(quota, more) + " more; of "
							+ amount(quota, quota.hard()) + " " + amount(quota, quota.used()) + " are used, so "
							+ amount(quota, missing(quota, more)) + " are missing",
					"Raise the quota, or release by rolling with a smaller maxSurge.");
		}
	}

	private static long missing(Quota quota, long more) {
		return quota.used() + more - quota.hard();
	}

	/** {@code 250m} of a processor, {@code 384Mi} of memory, or a count. */
	private static String amount(Quota quota, long amount) {
		if (quota.resource().endsWith("cpu")) {
			return (amount % 1000 == 0) ? amount / 1000 + " CPU" : amount + "m CPU";
		}
		if (quota.resource().endsWith("memory") || quota.resource().endsWith("storage")) {
			long mebi = 1024 * 1024;
			return (amount % mebi == 0) ? amount / mebi + "Mi" : amount + " bytes";
		}
		return amount + " " + quota.resource();
	}

}
