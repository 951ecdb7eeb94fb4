package dev.slipway.jenkins.adapter;

import java.time.Duration;
import java.util.List;

import dev.slipway.jenkins.Difference;
import dev.slipway.jenkins.JenkinsTrouble;
import dev.slipway.jenkins.Owned;
import dev.slipway.jenkins.PipelinePlan;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files of Jenkins made, compared and mended, some as recorded. */
@NullUnmarked
class ConfigXmlTest {

	private static final PipelinePlan PLAN = new PipelinePlan("http://localhost:8080", Duration.ofHours(1), 50,
			ProvisioningLab.LIBRARY);

	@ParameterizedTest
	@ValueSource(strings = { "a b/ü&<", "]]> <!-- --> &amp;", "日本 🚀", "\"'", "$(touch x)" })
	void namesOfPeopleGoThereAndBack(String name) {
		String xml = ConfigXml.of("x", List.of(Owned.text("displayName", name))).write();
		assertThat(ConfigXml.parse(xml).text("displayName")).isEqualTo(name);
	}

	@Test
	void whatXmlCannotHoldIsReplaced() {
		String xml = ConfigXml.of("x", List.of(Owned.text("displayName", "a\u0000b\u001bc\uFFFE"))).write();
		assertThat(ConfigXml.parse(xml).text("displayName")).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
	}

	@Test
	void documentTypesAreRefused() {
		assertThatThrownBy(() -> ConfigXml.parse("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"))
			.isInstanceOf(JenkinsTrouble.class);
	}

	@Test
	void whatJenkinsSpellsOutWhenItSavesIsNoDifference() {
		try (TranscriptServer recorded = new TranscriptServer()) {
			ConfigXml saved = ConfigXml.parse(recorded.body("03-items", "lifecycle", "multibranch-config-after-save"));
			List<Owned> owned = List.of(Owned.text("displayName", "Shop"), Owned.text("disabled", "false", "false"),
					Owned.text("sources/data/jenkins.branch.BranchSource/source/id", "slipway"),
					Owned.text("orphanedItemStrategy/pruneDeadBranches", "true"),
					Owned.text("sources/data/jenkins.branch.BranchSource/source/traits/"
							+ "jenkins.plugins.git.traits.BranchDiscoveryTrait", ""),
					Owned.text("factory/scriptPath", "Jenkinsfile"));
			assertThat(saved.root()).isEqualTo(PipelinePlan.MULTIBRANCH_ROOT);
			assertThat(saved.differences(owned)).isEmpty();
			assertThat(saved.differences(List.of(Owned.text("orphanedItemStrategy/daysToKeep", "30"))))
				.containsExactly(new Difference("orphanedItemStrategy/daysToKeep", "30", "-1"));
		}
	}

	@Test
	void aFoldersLibraryIsAsTheRecordedOneAndItsCredentialsStayWhenItIsMended() {
		try (TranscriptServer recorded = new TranscriptServer()) {
			ConfigXml library = ConfigXml.parse(recorded.body("09-library", "folder-library", "config-after-save"));
			PipelinePlan plan = new PipelinePlan("http://localhost:8080", Duration.ofHours(1), 50,
					new PipelinePlan.Library("acme-folder", "http://git.example.com/library.git", "9",
							"pipeline-library/", ""));
			assertThat(library.differences(plan.folder("libf"))).extracting(Difference::element)
				.filteredOn((element) -> !element.contains("description") && !element.contains("displayName"))
				.allMatch((element) -> element.matches(".*(/name|/id|/remote|/defaultVersion)"));
			ConfigXml folder = ConfigXml.parse(recorded.body("03-items", "folder-credentials", "folder-config"));
			folder.mend(PLAN.folder("team-a"));
			assertThat(folder.differences(PLAN.folder("team-a"))).isEmpty();
			assertThat(folder.write()).contains("{AQAAABAAAAAQsecret}", "FolderCredentialsProvider");
			assertThat(folder.redacted()).isFalse();
		}
	}

	@Test
	void aLibraryOfOthersAboveOursStays() {
		for (String begin : List.of("", "<a>")) {
			String list = "org.jenkinsci.plugins.workflow.libs.FolderLibraries";
			String theirs = "<org.jenkinsci.plugins.workflow.libs.LibraryConfiguration><name>theirs</name><defaultVersion>7"
					+ "</defaultVersion></org.jenkinsci.plugins.workflow.libs.LibraryConfiguration>";
			ConfigXml folder = ConfigXml.parse("<x><properties><" + list + "><libraries>" + begin + theirs
					+ begin.replace("<", "</") + "</libraries></" + list + "></properties></x>");
			folder.mend(PLAN.folder("shop"));
			assertThat(folder.differences(PLAN.folder("shop"))).isEmpty();
			assertThat(folder.write()).contains(theirs, "<name>slipway</name>", "<defaultVersion>1.0<");
			String once = folder.write();
			folder.mend(PLAN.folder("shop"));
			assertThat(folder.write()).isEqualTo(once);
		}
	}

	@Test
	void leftOutSecretsAreNoticed() {
		assertThat(ConfigXml.parse("<x><password><secret-redacted/></password></x>").redacted()).isTrue();
	}

	@Test
	void aListThatAFormSavedIsReadToo() {
		ConfigXml saved = ConfigXml
			.parse("<x><properties class=\"java.util.Arrays$ArrayList\"><a><p>1</p></a></properties></x>");
		assertThat(saved.differences(List.of(Owned.text("properties/p", "1")))).isEmpty();
	}

}
