package dev.slipway.jenkins.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.PipelineReport;
import dev.slipway.jenkins.adapter.TranscriptServer.Fault;
import dev.slipway.test.Databases;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is made on a Jenkins, seen, mended and taken back. */
@NullUnmarked
class ProvisioningTest {

	private static final String JOB = "/job/shop/job/orders";

	private final JenkinsDouble jenkins = new JenkinsDouble();

	private final ProvisioningLab lab = ProvisioningLab.on(this.jenkins);

	@AfterEach
	void stop() {
		this.jenkins.close();
	}

	@Test
	void makesAFolderAPipelineAndItsCredentials() {
		this.lab.provisioning.ensure("shop", "orders");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop", JOB);
		assertThat(this.jenkins.items.get("/job/shop")).contains("<defaultVersion>1.0</defaultVersion>",
				"<libraryPath>pipeline-library/</libraryPath>");
		assertThat(this.jenkins.items.get(JOB)).contains("<remote>http://localhost:8080/git/shop/orders.git</remote>",
				"<credentialsId>slipway-git</credentialsId>", "<numToKeep>50</numToKeep>", "PeriodicFolderTrigger");
		assertThat(this.jenkins.credentials.keySet()).containsExactly(JOB + " slipway-events", JOB + " slipway-git",
				JOB + " slipway-token");
		assertThat(this.jenkins.credentials.get(JOB + " slipway-events")).contains("<secret>events-key</secret>");
		assertThat(this.lab.valid.values()).singleElement()
			.satisfies((token) -> assertThat(token.scope()).isEqualTo("services/orders"));
		assertThat(this.jenkins.server.count("POST", JOB + "/build")).isEqualTo(1);
		assertThat(this.lab.builds.pipeline("orders")).isPresent();
		assertThat(this.lab.provisioning.inspect("shop", "orders").differences()).isEmpty();
	}

	@Test
	void twiceChangesNothing() {
		this.lab.provisioning.ensure("shop", "orders");
		Map<String, String> items = new TreeMap<>(this.jenkins.items);
		Map<String, String> credentials = new TreeMap<>(this.jenkins.credentials);
		long writes = writes();
		this.lab.provisioning.ensure("shop", "orders");
		assertThat(this.jenkins.items).isEqualTo(items);
		assertThat(this.jenkins.credentials).isEqualTo(credentials);
		assertThat(writes()).isEqualTo(writes);
	}

	@Test
	void aStopAfterAnyRequestIsHealedByTheNextTry() {
		this.lab.provisioning.ensure("shop", "orders");
		int requests = this.jenkins.server.asked().size();
		for (int lost = 0; lost < requests; lost++) {
			try (JenkinsDouble other = new JenkinsDouble()) {
				ProvisioningLab again = ProvisioningLab.on(other);
				other.server.failAfter(lost, Fault.FAILED);
				assertThatThrownBy(() -> again.provisioning.ensure("shop", "orders"))
					.isInstanceOf(JenkinsTrouble.class);
				again.provisioning.ensure("shop", "orders");
				assertThat(other.items.keySet()).containsExactly("/job/shop", JOB);
				assertThat(again.provisioning.inspect("shop", "orders").differences()).isEmpty();
				again.provisioning.remove("shop", "orders");
				assertThat(other.items).isEmpty();
				assertThat(again.valid).isEmpty();
			}
		}
	}

	@Test
	void driftIsSeenAndMendedAndWhatOthersAddedStays() {
		this.lab.provisioning.ensure("shop", "orders");
		this.jenkins.items.computeIfPresent(JOB,
				(path, xml) -> xml.replace("Jenkinsfile</", "other</")
					.replace("<disabled>false</disabled>", "<disabled>true</disabled><theirs>x</theirs>")
					.replace("<triggers>", "<triggers plugin=\"x@2\">"));
		assertThat(this.lab.provisioning.inspect("shop", "orders").differences()).containsExactly(
				new Difference("disabled", "false", "true"),
				new Difference("factory/scriptPath", "Jenkinsfile", "other"));
		PipelineReport after = this.lab.provisioning.restore("shop", "orders");
		assertThat(after.differences()).isEmpty();
		assertThat(this.jenkins.items.get(JOB)).contains("<theirs>x</theirs>", "FolderCredentialsProperty");
		assertThat(this.jenkins.credentials).hasSize(3);
		assertThat(this.jenkins.server.asked()).filteredOn((one) -> one.path().equals(JOB + "/config.xml"))
			.filteredOn((one) -> one.method().equals("POST"))
			.allSatisfy((one) -> assertThat(one.headers().get("content-type")).contains("charset=UTF-8"));
	}

	@Test
	void aLibraryOfAnotherVersionIsDriftAndTheFoldersCredentialsStay() {
		this.lab.provisioning.ensure("shop", "orders");
		this.jenkins.credentials.put("/job/shop theirs", "<x/>");
		this.jenkins.items.computeIfPresent("/job/shop",
				(path, xml) -> xml.replace("<defaultVersion>1.0<", "<defaultVersion>main<"));
		assertThat(this.lab.provisioning.inspect("shop", "orders").differences()).singleElement()
			.satisfies((one) -> assertThat(one.is()).isEqualTo("main"));
		assertThat(this.lab.provisioning.restore("shop", "orders").differences()).isEmpty();
		assertThat(this.jenkins.credentials).containsKey("/job/shop theirs");
	}

	@Test
	void aDeletedJobIsSeenAndMadeAnew() {
		this.lab.provisioning.ensure("shop", "orders");
		this.jenkins.items.remove(JOB);
		this.jenkins.credentials.clear();
		PipelineReport report = this.lab.provisioning.inspect("shop", "orders");
		assertThat(report.present()).isFalse();
		assertThat(report.notes()).anySatisfy((note) -> assertThat(note).contains("deleted"));
		assertThat(this.lab.provisioning.restore("shop", "orders").differences()).isEmpty();
	}

	@Test
	void aRenamedJobIsFoundAndUndoLeavesIt() {
		this.lab.provisioning.ensure("shop", "orders");
		this.jenkins.items.put("/job/shop/job/bestellungen", this.jenkins.items.remove(JOB));
		assertThat(this.lab.provisioning.inspect("shop", "orders").notes())
			.anySatisfy((note) -> assertThat(note).contains("renamed to bestellungen"));
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop", "/job/shop/job/bestellungen");
	}

	@Test
	void undoRemovesWhatWasMadeAndNothingElse() {
		this.jenkins.items.put("/job/old", "<com.cloudbees.hudson.plugins.folder.Folder/>");
		this.lab.provisioning.ensure("shop", "orders");
		this.lab.provisioning.ensure("shop", "carts");
		this.lab.provisioning.ensure("old", "search");
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/old", "/job/old/job/search", "/job/shop",
				"/job/shop/job/carts");
		this.lab.provisioning.remove("shop", "carts");
		this.lab.provisioning.remove("old", "search");
		this.lab.provisioning.remove("old", "search");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/old");
		assertThat(this.lab.valid).isEmpty();
		assertThat(this.lab.builds.pipelines(false)).isEmpty();
	}

	@Test
	void whatIsNotOursIsNeitherTakenNorRemoved() {
		this.jenkins.items.put("/job/shop", "<com.cloudbees.hudson.plugins.folder.Folder/>");
		this.jenkins.items.put(JOB, "<flow-definition><description>by hand</description></flow-definition>");
		assertThatThrownBy(() -> this.lab.provisioning.ensure("shop", "orders"))
			.isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("something else");
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items).hasSize(2);
	}

	@Test
	void anotherPlatformsPipelineIsNotOurs() {
		this.lab.provisioning.ensure("shop", "orders");
		this.jenkins.items.computeIfPresent(JOB, (path, xml) -> xml.replace("localhost:8080", "elsewhere"));
		ProvisioningLab other = new ProvisioningLab(ProvisioningLab.settings(this.jenkins), Databases.memory(),
				"http://localhost:8080", null);
		assertThatThrownBy(() -> other.provisioning.ensure("shop", "orders")).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void twoInstancesAtOnceMakeItOnce() throws Exception {
		ProvisioningLab second = new ProvisioningLab(ProvisioningLab.settings(this.jenkins), this.lab.database,
				"http://localhost:8080", ProvisioningLab.LIBRARY);
		ExecutorService both = Executors.newFixedThreadPool(2);
		CountDownLatch begin = new CountDownLatch(1);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (ProvisioningLab one : List.of(this.lab, second)) {
				running.add(both.submit(() -> {
					begin.await();
					one.provisioning.ensure("shop", "orders");
					return null;
				}));
			}
			begin.countDown();
			for (Future<?> one : running) {
				one.get(2, TimeUnit.MINUTES);
			}
		}
		finally {
			both.shutdownNow();
		}
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop", JOB);
		assertThat(this.lab.provisioning.inspect("shop", "orders").differences()).isEmpty();
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items).isEmpty();
	}

	@Test
	void withoutMultibranchPipelinesAPlainOneIsMadeAtTheSamePath() {
		this.jenkins.plugins = "workflow-job workflow-cps cloudbees-folder git credentials";
		this.lab.provisioning.ensure("shop", "orders");
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop", JOB, JOB + "/job/main");
		assertThat(this.jenkins.credentials.keySet()).containsExactly(JOB + " slipway-git");
		assertThat(this.jenkins.items.get(JOB + "/job/main")).contains("CpsScmFlowDefinition", "*/main");
		PipelineReport report = this.lab.provisioning.inspect("shop", "orders");
		assertThat(report.kind()).isEqualTo("plain pipeline");
		assertThat(report.differences()).isEmpty();
		assertThat(report.notes()).anySatisfy((note) -> assertThat(note).contains("plain pipeline"));
		this.lab.provisioning.remove("shop", "orders");
		assertThat(this.jenkins.items).isEmpty();
	}

	@Test
	void tokensAreRenewedBeforeTheyEndAndOldOnesRevoked() {
		this.lab.provisioning.ensure("shop", "orders");
		String first = this.jenkins.credentials.get(JOB + " slipway-token");
		try (Keeper keeper = this.lab.keeper(2)) {
			assertThat(keeper.renewTokens()).isEmpty();
			assertThat(this.jenkins.credentials).containsEntry(JOB + " slipway-token", first);
			for (int i = 0; i < 3; i++) {
				this.lab.now = this.lab.now.plus(Duration.ofDays(61));
				keeper.renewTokens();
			}
		}
		assertThat(this.jenkins.credentials.get(JOB + " slipway-token")).isNotEqualTo(first);
		assertThat(this.lab.made.tokens("orders")).hasSize(2);
		assertThat(this.lab.valid).hasSize(2);
	}

	@Test
	void servicesThatWereThereBeforeTheJenkinsGetTheirPipelines() {
		this.lab.builds.addPipeline("shop", "orders");
		this.lab.builds.addPipeline("shop", "carts");
		try (Keeper keeper = this.lab.keeper(2)) {
			assertThat(keeper.makeMissing()).isEmpty();
			int asked = this.jenkins.server.asked().size();
			assertThat(keeper.makeMissing()).isEmpty();
			assertThat(this.jenkins.server.asked()).hasSize(asked);
		}
		assertThat(this.jenkins.items.keySet()).containsExactly("/job/shop", "/job/shop/job/carts", JOB);
	}

	private long writes() {
		return this.jenkins.server.asked().stream().filter((one) -> !one.method().equals("GET")).count();
	}

}
