package dev.slipway.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.slipway.strategy.Circumstances.Autoscaler;
import dev.slipway.strategy.Circumstances.Ending;
import dev.slipway.strategy.Circumstances.Quota;
import dev.slipway.strategy.Finding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each rule of releases that a strategy can break, before anything moves. */
class LintTest {

	private static final String RAILS = ", guardRails: [{metric: errorRatio, max: 5%}]";

	private Circumstances where = Circumstances.of("orders", 4, 4);

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					replicas: 4  | weight: 5  | ERROR   | nearest is 25 %; it can reach 25 %, 50 %, 75 %, 100 % | 20 pods
					replicas: 4  | weight: 99 | ERROR   | nearest is 75 %                                       | 100 pods
					replicas: 4  | weight: 40 | ERROR   | nearest is 50 %                                       | 5 pods
					replicas: 4  | weight: 30 | WARNING | nearest is 25 %                                       | a router with weights
					replicas: 20 | weight: 1  | ERROR   | nearest is 5 %; it can reach multiples of 5 %         | 100 pods
					""")
	void refusesAWeightThatTheRatioOfPodsCannotReach(String pods, String weight, Severity severity, String message,
			String remedy) {
		int replicas = Integer.parseInt(pods.replaceAll("\\D", ""));
		this.where = Circumstances.of("orders", replicas, replicas);
		Finding finding = only((severity == Severity.ERROR) ? "unreachable-weight" : "rounded-weight",
				"type: canary, steps: [{" + weight + "}]");
		assertThat(finding.severity()).isEqualTo(severity);
		assertThat(finding.path()).isEqualTo("spec.strategy.steps[0].weight");
		assertThat(finding.message()).contains(message);
		assertThat(finding.remedy()).contains(remedy);
	}

	@Test
	void takesAWeightThatTheRatioOfPodsReaches() {
		none("unreachable-weight", "type: canary, steps: [{weight: 25}, {weight: 50}, {weight: 75}]");
		none("rounded-weight", "type: canary, steps: [{weight: 25}, {weight: 50}, {weight: 75}]");
		none("unreachable-weight", "type: canary, router: nginx, steps: [{weight: 5}]");
	}

	@Test
	void refusesHeadersMirrorsAndPreviewsOfRoutersWithoutThem() {
		String header = "steps: [{weight: 25}, {weight: 25, header: {name: X-Canary, value: always}}]";
		error("header-unsupported", "type: canary, " + header, "spec.strategy.steps[1].header");
		error("header-unsupported", "type: canary, router: selector, " + header, "spec.strategy.steps[1].header");
		none("header-unsupported", "type: canary, router: nginx, " + header);
		String mirror = "steps: [{weight: 25, mirror: 10%}]";
		error("mirror-unsupported", "type: canary, " + mirror, "spec.strategy.steps[0].mirror");
		error("mirror-unsupported", "type: canary, router: nginx, " + mirror, "spec.strategy.steps[0].mirror");
		none("mirror-unsupported", "type: canary, router: httpRoute, " + mirror);
		error("no-preview", "type: blueGreen, router: replicas", "spec.strategy.router");
		none("no-preview", "type: blueGreen");
	}

	@Test
	void refusesAllOrNothingWhereRequestsAreToBeDivided() {
		error("all-or-nothing", "router: selector", "spec.strategy.router");
		error("all-or-nothing", "type: canary, router: selector, steps: [{weight: 10}]",
				"spec.strategy.steps[0].weight");
		none("all-or-nothing", "type: canary, router: selector, steps: [{weight: 0}, {weight: 100}]");
	}

	@Test
	void saysWhichRequestsDoNotComeThroughAGateway() {
		String steps = ", steps: [{weight: 10}]";
		assertThat(only("east-west", "type: canary, router: {type: httpRoute, gateway: edge/public}" + steps).message())
			.contains("http://orders");
		only("east-west", "type: canary, router: {type: nginx, gateway: orders}" + steps);
		none("east-west", "type: canary, router: istio" + steps);
		none("east-west", "type: canary, router: httpRoute" + steps);
	}

	@Test
	void wantsAnIngressForNginx() {
		String canary = "type: canary, router: nginx, steps: [{weight: 10}]";
		error("no-ingress", canary, "spec.strategy.router");
		this.where = kinds("Deployment", "Ingress");
		none("no-ingress", canary);
	}

	@Test
	void refusesToDivideClientsThatStayWithOnePod() {
		String canary = "type: canary, steps: [{weight: 25}]";
		none("affinity-unsupported", canary);
		this.where = sticky(4);
		error("affinity-unsupported", canary, "spec.strategy.router");
		for (String router : List.of("istio", "httpRoute", "nginx")) {
			error("affinity-unsupported", "type: canary, router: " + router + ", steps: [{weight: 25}]",
					"spec.strategy.router");
		}
		none("affinity-unsupported", "type: blueGreen");
		none("affinity-unsupported", "type: rolling");
		this.where = sticky(0);
		none("affinity-unsupported", canary);
	}

	private static Circumstances sticky(int stable) {
		return new Circumstances("orders", 4, stable, null, Set.of("Deployment"), Ending.SOUND, null, List.of(),
				List.of(), List.of(), true);
	}

	@Test
	void saysThatAGatewayIsNotUsed() {
		only("gateway-unused", "router: {type: replicas, gateway: edge/public}");
	}

	@Test
	void saysWhatItCostsToKeepTheStableRelease() {
		assertThat(only("stable-kept", "type: blueGreen, rollbackWindow: 10m").message()).isEqualTo(
				"The stable release keeps its 4 pods until the candidate is promoted and for a rollback window of 10m: "
						+ "8 pods at most instead of 4");
		only("stable-kept", "type: canary, router: istio, steps: [{weight: 10}]");
		none("stable-kept", "type: rolling");
		assertThat(only("stable-shrinks", "type: rolling").severity()).isEqualTo(Severity.NOTE);
		only("stable-shrinks", "type: canary, steps: [{weight: 25}]");
	}

	@Test
	void rollsWithASurgeOfOneWhenBothAreNone() {
		assertThat(only("surge-of-one", "maxSurge: 0, maxUnavailable: 20%").message())
			.contains("maxSurge 0 and maxUnavailable 20% of 4 pods");
		none("surge-of-one", "maxSurge: 0, maxUnavailable: 25%");
		only("nobody-left", "maxSurge: 0, maxUnavailable: 100%");
	}

	@Test
	void refusesWhatCannotRunTwice() {
		this.where = kinds("StatefulSet");
		error("not-twice", "type: blueGreen", "spec.strategy.type");
		error("not-twice", "type: canary, steps: [{weight: 25}]", "spec.strategy.type");
		none("not-twice", "type: rolling");
		this.where = kinds("DaemonSet", "Service");
		error("not-twice", "type: blueGreen", "spec.strategy.type");
	}

	@Test
	void warnsOfPodsThatEndTooSoon() {
		this.where = ending(new Ending(null, Duration.ofSeconds(30), null));
		assertThat(only("pre-stop", "type: rolling").message()).contains("no preStop hook");
		this.where = ending(new Ending(Duration.ofSeconds(2), Duration.ofSeconds(30), null));
		assertThat(only("pre-stop", "type: rolling").message()).contains("sleeps 2s");
		this.where = ending(new Ending(Duration.ofSeconds(5), Duration.ofSeconds(35), Duration.ofSeconds(30)));
		none("pre-stop", "type: rolling");
		assertThat(only("grace-period", "type: rolling").remedy()).contains("40 or more");
		this.where = ending(Ending.SOUND);
		none("grace-period", "type: rolling");
	}

	@Test
	void refusesWhatDoesNotFitTheQuota() {
		this.where = quota(new Quota("team", "requests.memory", mebi(2048), mebi(1536), mebi(384)));
		Finding finding = error("quota", "type: blueGreen", "ResourceQuota/team requests.memory");
		assertThat(finding.message())
			.isEqualTo("The release has 8 pods at most, 4 more than now, and needs 1536Mi more; of 2048Mi 1536Mi are "
					+ "used, so 1024Mi are missing");
		none("quota", "maxSurge: 1");
		this.where = quota(new Quota("team", "requests.cpu", 1100, 1000, 250L));
		assertThat(error("quota", "maxSurge: 1", "ResourceQuota/team requests.cpu").message())
			.contains("250m CPU more; of 1100m CPU 1 CPU are used, so 150m CPU");
		none("quota", "maxSurge: 0, maxUnavailable: 1");
		this.where = quota(new Quota("team", "pods", 8, 4, 1L));
		none("quota", "type: blueGreen");
		this.where = quota(new Quota("team", "limits.cpu", 1100, 1000, null));
		error("quota-unsaid", "maxSurge: 1", "ResourceQuota/team limits.cpu");
	}

	@Test
	void warnsOfStepsThatGoBackOrNowhere() {
		String last = only("weight-falls", "type: canary, router: istio, steps: [{weight: 50}, {weight: 10}]").path();
		assertThat(last).isEqualTo("spec.strategy.steps[1].weight");
		only("step-repeats", "type: canary, router: istio, steps: [{weight: 10}, {weight: 10, pause: 5m}]");
		none("step-repeats", "type: canary, router: istio, steps: [{weight: 10}, {weight: 10, mirror: 5}]");
		only("last-step", "type: canary, router: istio, steps: [{weight: 10}, {weight: 100}]");
		none("last-step", "type: canary, router: istio, steps: [{weight: 10}, {weight: 100, pause: 5m}]");
		only("idle-step", "type: canary, router: istio, steps: [{weight: 0, pause: 5m}]");
	}

	@Test
	void warnsOfWhatWaitsForEver() {
		assertThat(only("waits-for-ever", "type: canary, steps: [{weight: 25, pause: untilResumed}]").path())
			.isEqualTo("spec.strategy.steps[0].pause");
		assertThat(only("waits-for-ever", "type: blueGreen, switch: manual").path()).isEqualTo("spec.strategy.switch");
	}

	@Test
	void warnsOfGatesThatGetNoRequests() {
		String gates = "gates: [{metric: {max: 1%}}, {http: {path: /}}]";
		assertThat(only("blind-gate", "type: blueGreen, before: {" + gates + "}").path())
			.isEqualTo("spec.strategy.before.gates");
		none("blind-gate", "type: blueGreen, after: {" + gates + "}");
		only("blind-gate", "type: canary, router: istio, steps: [{weight: 0, " + gates + "}]");
		none("blind-gate", "type: canary, router: istio, steps: [{mirror: 10, " + gates + "}]");
	}

	@Test
	void warnsOfACanaryWithoutGuardRails() {
		only("no-guard-rail", "type: canary, steps: [{weight: 25}]");
		none("no-guard-rail", "type: canary, steps: [{weight: 25}]" + RAILS);
		none("no-guard-rail", "type: rolling");
	}

	@Test
	void saysThatReplicaRatioHasNoRollbackWindow() {
		only("no-window", "type: canary, rollbackWindow: 5m, steps: [{weight: 25}]");
		none("no-window", "type: canary, router: istio, rollbackWindow: 5m, steps: [{weight: 25}]");
	}

	@Test
	void knowsAnAutoscaler() {
		this.where = new Circumstances("orders", 4, 4, null, Set.of("Deployment"), Ending.SOUND,
				new Autoscaler("orders", 2, 10), List.of(), List.of());
		assertThat(only("autoscaler", "type: rolling").severity()).isEqualTo(Severity.WARNING);
		assertThat(only("autoscaler", "type: blueGreen").severity()).isEqualTo(Severity.NOTE);
		this.where = Circumstances.of("orders", 2, 10);
		only("fewer-pods", "type: rolling");
	}

	@Test
	void hintsAtWhatRunsWithoutRequests() {
		this.where = new Circumstances("orders", 4, 4, null, Set.of("Deployment", "CronJob"), Ending.SOUND, null,
				List.of("KAFKA_BOOTSTRAP_SERVERS"), List.of());
		only("cron-job", "type: rolling");
		assertThat(only("not-inert", "type: blueGreen").path()).contains("KAFKA_BOOTSTRAP_SERVERS");
	}

	@Test
	void saysWhatItCostsToBeAloneAtWork() {
		this.where = new Circumstances("orders", 4, 4, null, Set.of("Deployment"), Ending.SOUND, null,
				List.of("KAFKA_BOOTSTRAP_SERVERS"), List.of());
		Finding finding = only("interruption", "singleActive: true");
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.message()).contains("40s", "on the way back");
		none("not-inert", "singleActive: true");
		none("nobody-left", "singleActive: true");
		assertThat(only("not-inert", "type: rolling").remedy()).contains("singleActive");
		error("deadline-too-short", "singleActive: true, progressDeadline: 30s", "spec.strategy.progressDeadline");
	}

	@Test
	void saysWhichSecretsTravelWithARelease() {
		this.where = new Circumstances("orders", 4, 4, null, Set.of("Deployment"), Ending.SOUND, null, List.of(),
				List.of(),
				List.of(new SecretUse("orders", SecretPolicy.FOLLOW, true, true, true),
						new SecretUse("orders-database", SecretPolicy.PIN, true, false, true),
						new SecretUse("orders-keys", SecretPolicy.FOLLOW, false, false, true),
						new SecretUse("orders-mial", SecretPolicy.PIN, true, false, false)),
				false);
		assertThat(only("secret-pinned", "type: rolling").message()).contains("orders-database")
			.doesNotContain("mial", "keys");
		assertThat(only("secret-follows", "type: rolling").message()).contains("orders-keys")
			.doesNotContain("database");
		assertThat(only("secret-unused", "type: rolling").path()).isEqualTo("spec.secrets.orders-mial");
		assertThat(only("secret-of-release", "type: rolling").path()).isEqualTo("spec.secrets.orders");
	}

	@Test
	void warnsOfPodsThatAreTooFewOrTooMany() {
		assertThat(only("overload", "type: canary, router: istio, steps: [{weight: 50, replicas: 1}]").remedy())
			.contains("set it to 2");
		only("too-many-pods", "type: canary, router: istio, steps: [{weight: 50, replicas: 9}]");
		none("overload", "type: canary, router: istio, steps: [{weight: 25, replicas: 1}]");
	}

	@Test
	void refusesADeadlineThatNoPodCanMeet() {
		error("deadline-too-short", "minReady: 2m", "spec.strategy.progressDeadline");
		none("deadline-too-short", "minReady: 1m");
	}

	@Test
	void warnsWithoutDraining() {
		only("no-drain", "type: blueGreen, drain: 0s");
		none("no-drain", "type: rolling, drain: 0s");
	}

	@Test
	void saysWhenAStepSeesTooFewRequests() {
		String canary = "type: canary, router: istio, steps: [{weight: 10, pause: 1m, gates: [{compare: {metric: p95}}]}]";
		this.where = rate(50);
		Finding finding = only("few-requests", canary);
		assertThat(finding.message()).contains("gets about 300 in the 1m of stage 1 at 10 %");
		assertThat(finding.remedy()).contains("It would take 7m44s.");
		this.where = rate(500);
		none("few-requests", canary);
	}

	@Test
	void findsNothingInAFirstReleaseThatNeedsAStableOne() {
		this.where = Circumstances.of("orders", 4, 0);
		assertThat(findings("type: canary, steps: [{weight: 5, pause: untilResumed}]" + RAILS)).isEmpty();
		assertThat(findings("type: blueGreen, switch: manual, before: {gates: [{metric: {max: 1}}]}")).isEmpty();
	}

	@Test
	void findsNothingWrongWithASoundCanary() {
		this.where = rate(500);
		String canary = "type: canary, router: httpRoute, rollbackWindow: 10m, steps: [{weight: 10, pause: 1m, "
				+ "gates: [{compare: {metric: p95}}]}, {weight: 50, pause: 1m}]" + RAILS;
		assertThat(findings(canary)).extracting(Finding::rule).containsExactly("stable-kept");
	}

	private Finding error(String rule, String strategy, String path) {
		Finding finding = only(rule, strategy);
		assertThat(finding.severity()).isEqualTo(Severity.ERROR);
		assertThat(finding.path()).isEqualTo(path);
		return finding;
	}

	private Finding only(String rule, String strategy) {
		List<Finding> found = findings(strategy).stream().filter((finding) -> finding.rule().equals(rule)).toList();
		assertThat(found).as("%s in %s", rule, findings(strategy)).hasSize(1);
		assertThat(found.get(0).message()).isNotBlank();
		assertThat(found.get(0).remedy()).isNotBlank();
		return found.get(0);
	}

	private void none(String rule, String strategy) {
		assertThat(findings(strategy)).extracting(Finding::rule).doesNotContain(rule);
	}

	private List<Finding> findings(String strategy) {
		Strategy read = StrategyReader.standard().read(Examples.tree("strategy: {" + strategy + "}"));
		return Forecast.of(read, this.where).findings();
	}

	private static Circumstances kinds(String... kinds) {
		return new Circumstances("orders", 4, 4, null, Set.of(kinds), Ending.SOUND, null, List.of(), List.of());
	}

	private static Circumstances ending(Ending ending) {
		return new Circumstances("orders", 4, 4, null, Set.of("Deployment"), ending, null, List.of(), List.of());
	}

	private static Circumstances quota(Quota quota) {
		return new Circumstances("orders", 4, 4, null, Set.of("Deployment"), Ending.SOUND, null, List.of(),
				List.of(quota));
	}

	private static Circumstances rate(double perSecond) {
		return new Circumstances("orders", 4, 4, perSecond, Set.of("Deployment"), Ending.SOUND, null, List.of(),
				List.of());
	}

	private static long mebi(long mebi) {
		return mebi * 1024 * 1024;
	}

}
