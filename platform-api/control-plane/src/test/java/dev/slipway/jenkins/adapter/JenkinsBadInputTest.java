package dev.slipway.jenkins.adapter;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Owned;
import dev.slipway.jenkins.PipelinePlan;
import dev.slipway.jenkins.adapter.TranscriptServer.Fault;
import dev.slipway.pipeline.Build;
import dev.slipway.pipeline.BuildRequest;
import dev.slipway.pipeline.BuildStatus;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Whatever a Jenkins does: a clear message, nothing lost, nothing doubled. Slow ones are
 * in {@link JenkinsTroublesTest}, two platforms at once and jobs that were renamed or
 * deleted before a build in {@link ProvisioningTest}.
 */
@NullUnmarked
class JenkinsBadInputTest {

	private static final String C1 = JenkinsLab.commit(1);

	private static final String AWKWARD = "a b/ü&<";

	private final JenkinsLab lab = new JenkinsLab();

	@AfterEach
	void close() {
		this.lab.close();
	}

	private void faulty(Fault fault) {
		this.lab.jenkins.server.fail(Collections.nCopies(5_000, fault).toArray(Fault[]::new));
	}

	@ParameterizedTest
	@CsvSource({ "BROKEN, broke off", "BAD_GATEWAY, does not reach it", "HTML, No Jenkins answers",
			"UNAUTHORIZED, does not believe", "FORBIDDEN, lacks the permission", "FAILED, failed with 500",
			"LOGIN, sign in", "STARTING, starts or restarts" })
	void aWishWaitsAndIsAskedForOnce(Fault fault, String message) {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.declares.add("SLIPWAY_KEY");
		this.lab.jenkins.job("main").indexed = C1;
		faulty(fault);
		Build build = this.lab.server.trigger(JenkinsLab.byHand("1", C1));
		this.lab.pass(30);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.QUEUED);
		assertThatThrownBy(() -> this.lab.host.job("/job/shop/job/orders/job/main")).isInstanceOf(JenkinsTrouble.class)
			.hasMessageContaining(message)
			.satisfies((trouble) -> assertThat(((JenkinsTrouble) trouble).remedy()).isNotBlank());
		this.lab.jenkins.server.mend();
		this.lab.pass(70);
		this.lab.jenkins.leaveQueue();
		this.lab.pass(40);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.jenkins.job("main").runs).hasSize(1);
		assertThat(this.lab.builds()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(value = Fault.class, names = "SLOW", mode = EnumSource.Mode.EXCLUDE)
	void aRunThatGoesOnIsFollowedToItsEnd(Fault fault) {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(3);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		faulty(fault);
		this.lab.pass(20);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.RUNNING);
		this.lab.jenkins.server.mend();
		this.lab.jenkins.job("main").runs.get(0).ends("SUCCESS");
		this.lab.pass(90);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(this.lab.builds()).hasSize(1);
		assertThat(this.lab.jenkins.posts).isZero();
	}

	@ParameterizedTest
	@EnumSource(value = Fault.class, names = "SLOW", mode = EnumSource.Mode.EXCLUDE)
	void aPipelineIsMadeOnceWhateverRequestFailed(Fault fault) {
		for (int good = 0; good < 14; good++) {
			try (JenkinsDouble jenkins = new JenkinsDouble()) {
				ProvisioningLab platform = ProvisioningLab.on(jenkins);
				jenkins.server.failAfter(good, fault);
				try {
					platform.provisioning.ensure("shop", "orders");
				}
				catch (JenkinsTrouble ex) {
					assertThat(ex.getMessage()).isNotBlank();
					assertThat(ex.remedy()).isNotBlank();
				}
				jenkins.server.failAfter(Integer.MAX_VALUE / 2, fault);
				platform.provisioning.ensure("shop", "orders");
				assertThat(jenkins.items.keySet()).containsExactly("/job/shop", "/job/shop/job/orders");
				assertThat(jenkins.credentials).hasSize(3);
				assertThat(platform.provisioning.inspect("shop", "orders").differences()).as("%s after %d", fault, good)
					.isEmpty();
			}
		}
	}

	@Test
	void aJobThatIsRenamedWhileItRunsEndsItsBuildWithAMessage() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(3);
		BuildingJenkins.DoubleJob job = this.lab.jenkins.jobs.remove("/job/shop/job/orders/job/main");
		this.lab.jenkins.jobs.put("/job/shop/job/bestellungen/job/main", job);
		this.lab.pass(90);
		assertThat(this.lab.now(build).status()).isEqualTo(BuildStatus.ABORTED);
		assertThat(this.lab.now(build).failure().message()).contains("no longer has run 1");
		assertThat(this.lab.now(build).failure().remedy()).contains("deleted or renamed");
	}

	@Test
	void aJenkinsfileWithoutOurLibraryIsFollowedAllTheSame() {
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.job("main").indexed = C1;
		Build build = this.lab.server.trigger(JenkinsLab.byHand("1", C1));
		this.lab.pass(3);
		this.lab.jenkins.leaveQueue();
		this.lab.pass(3);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		assertThat(run.item.parameters).isEmpty();
		run.tree = null;
		run.describe = null;
		run.ends("SUCCESS");
		this.lab.pass(3);
		Build ended = this.lab.now(build);
		assertThat(ended.status()).isEqualTo(BuildStatus.SUCCESS);
		assertThat(ended.image()).isNull();
		assertThat(this.lab.store.stages("orders", build.number())).isEmpty();
		assertThat(this.lab.builds()).hasSize(1);
	}

	@Test
	void aJenkinsfileWhoseLibraryIsMissingSaysSo() {
		Build build = this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(3);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.log.append("ERROR: No version specified for library slipway\n");
		run.ends("FAILURE");
		this.lab.pass(3);
		assertThat(this.lab.now(build).failure().message()).contains("library slipway");
	}

	/** The words are transcribed from the source of pipeline-input-step. */
	@Test
	void anInputThatNamesOthersSaysWhatToDo() {
		this.lab.server.trigger(this.lab.push("main", C1));
		this.lab.pass(2);
		DoubleRun run = this.lab.jenkins.job("main").runs.get(0);
		run.input = "Go-live";
		run.submitter = "ops,lead";
		this.lab.pass(2);
		assertThatThrownBy(() -> this.lab.server.answer("orders", 1, "Go-live", true, Map.of(), "ann"))
			.isInstanceOf(JenkinsTrouble.class)
			.hasMessageContaining("from ops,lead only")
			.satisfies((trouble) -> assertThat(((JenkinsTrouble) trouble).remedy())
				.contains("admin among the submitters", "slipway.jenkins.approvers"));
		this.lab.pass(2);
		assertThat(this.lab.store.inputs("orders", 1).get(0).answer()).as("it waits still").isNull();
		run.submitter = null;
		assertThat(this.lab.server.answer("orders", 1, "Go-live", true, Map.of(), "ann")).isTrue();
	}

	@Test
	void awkwardNamesArriveAsTheyAre() {
		String branch = "wip/" + AWKWARD;
		Build push = this.lab.server.trigger(this.lab.push(branch, C1));
		this.lab.pass(3);
		assertThat(this.lab.now(push).status()).isEqualTo(BuildStatus.RUNNING);
		assertThat(this.lab.jenkins.jobs.keySet())
			.containsExactly("/job/shop/job/orders/job/wip%252Fa%20b%252F%C3%BC%2526%253C");
		this.lab.jenkins.job(branch).runs.get(0).ends("SUCCESS");
		this.lab.jenkins.startedBy("Zoë <b> & " + AWKWARD, branch);
		this.lab.pass(4);
		BuildRequest byHand = this.lab.builds().get(0).request();
		assertThat(byHand.branch()).isEqualTo(branch);
		assertThat(byHand.startedBy()).isEqualTo("Zoë <b> & " + AWKWARD);
	}

	@Test
	void awkwardNamesAreEscapedInXmlAndParameters() {
		String xml = ConfigXml
			.of(PipelinePlan.FOLDER_ROOT,
					List.of(Owned.text("displayName", AWKWARD), Owned.text("description", "]]><x a=\"'\"/>" + AWKWARD)))
			.write();
		assertThat(ConfigXml.parse(xml).text("displayName")).isEqualTo(AWKWARD);
		assertThat(ConfigXml.parse(xml).text("description")).isEqualTo("]]><x a=\"'\"/>" + AWKWARD);
		this.lab.jenkins.push("main", C1);
		this.lab.jenkins.declares.add("TARGET");
		this.lab.jenkins.job("main").indexed = C1;
		this.lab.server.trigger(new BuildRequest("shop", "orders", "main", C1, "manual:ann:1", "Started by ann", "ann",
				Map.of("TARGET", AWKWARD)));
		this.lab.pass(3);
		assertThat(this.lab.jenkins.items.get(0).parameters).isEqualTo(Map.of("TARGET", AWKWARD));
	}

}
