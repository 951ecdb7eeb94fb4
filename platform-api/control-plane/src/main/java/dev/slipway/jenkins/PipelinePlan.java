package dev.slipway.jenkins;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the platform makes for a team and its services, element by element.
 *
 * @param platformUrl says whose things they are
 * @param scanEvery how often branches are looked for besides after pushes
 * @param keptBuilds how many builds of a branch Jenkins keeps
 * @param library the shared library of team folders; null when the Jenkins has it for all
 */
public record PipelinePlan(String platformUrl, Duration scanEvery, int keptBuilds, @Nullable Library library) {

	/** The credential that Jenkinsfiles ask for to call the platform. */
	public static final String TOKEN = "slipway-token";

	/** The credential with the key by which builds sign what they tell the platform. */
	public static final String EVENTS = "slipway-events";

	/** The credential that fetches the repository. */
	public static final String GIT = "slipway-git";

	/** The branch of a plain pipeline. */
	public static final String MAIN = "main";

	private static final String FOLDER = "com.cloudbees.hudson.plugins.folder.";

	private static final String WORKFLOW = "org.jenkinsci.plugins.workflow.";

	/** The root element of a folder. */
	public static final String FOLDER_ROOT = FOLDER + "Folder";

	/** The root element of a multibranch pipeline. */
	public static final String MULTIBRANCH_ROOT = WORKFLOW + "multibranch.WorkflowMultiBranchProject";

	/** The root element of a plain pipeline. */
	public static final String PLAIN_ROOT = "flow-definition";

	/** Where a multibranch pipeline says which repository it reads. */
	public static final String REMOTE = "sources/data/jenkins.branch.BranchSource[source/id=slipway]/source/remote";

	/** What every description of ours begins with. */
	public String mark() {
		return "Made by Slipway (" + this.platformUrl + ")";
	}

	/** The begin of the description of a service's pipeline. */
	public String mark(String service) {
		return mark() + " for the service " + service + ".";
	}

	/** The folder of a team. */
	public List<Owned> folder(String team) {
		List<Owned> owned = new ArrayList<>();
		owned.add(Owned.text("description", mark() + " for the team " + team + "."));
		owned.add(Owned.text("displayName", team));
		if (this.library != null) {
			this.library.addTo(owned);
		}
		return owned;
	}

	/** The folder that stands for a service where there are no multibranch pipelines. */
	public List<Owned> serviceFolder(String service) {
		return List.of(Owned.text("description", described(service)), Owned.text("displayName", service));
	}

	/** A multibranch pipeline: a job for each branch and tag that has a Jenkinsfile. */
	public List<Owned> multibranch(String service, String remote, boolean credentials) {
		List<Owned> owned = new ArrayList<>();
		owned.add(Owned.text("description", described(service)));
		owned.add(Owned.text("displayName", service));
		orphans(owned);
		String trigger = "triggers/" + FOLDER + "computed.PeriodicFolderTrigger/";
		owned.add(Owned.text(trigger + "spec", "H/15 * * * *"));
		owned.add(Owned.text(trigger + "interval", String.valueOf(this.scanEvery.toMillis())));
		owned.add(Owned.text("disabled", "false", "false"));
		owned.add(Owned.typed("sources", "jenkins.branch.MultiBranchProject$BranchSourceList"));
		String branch = "sources/data/jenkins.branch.BranchSource[source/id=slipway]/";
		String source = branch + "source";
		owned.add(Owned.typed(source, "jenkins.plugins.git.GitSCMSource"));
		owned.add(Owned.text(source + "/id", "slipway"));
		owned.add(Owned.text(source + "/remote", remote));
		if (credentials) {
			owned.add(Owned.text(source + "/credentialsId", GIT));
		}
		owned.add(Owned.text(source + "/traits/jenkins.plugins.git.traits.BranchDiscoveryTrait", ""));
		owned.add(Owned.text(source + "/traits/jenkins.plugins.git.traits.TagDiscoveryTrait", ""));
		owned.add(Owned.typed(branch + "strategy", "jenkins.branch.DefaultBranchPropertyStrategy"));
		discarder(owned, branch + "strategy/properties/jenkins.branch.BuildRetentionBranchProperty/buildDiscarder");
		owned.add(Owned.reference("sources/owner", MULTIBRANCH_ROOT, "../.."));
		owned.add(Owned.typed("factory", WORKFLOW + "multibranch.WorkflowBranchProjectFactory"));
		owned.add(Owned.reference("factory/owner", MULTIBRANCH_ROOT, "../.."));
		owned.add(Owned.text("factory/scriptPath", "Jenkinsfile"));
		return owned;
	}

	/** A plain pipeline of the branch {@code main}, in the service's folder. */
	public List<Owned> plain(String service, String remote, boolean credentials) {
		List<Owned> owned = new ArrayList<>();
		owned.add(Owned.text("description", described(service)));
		discarder(owned, "properties/jenkins.model.BuildDiscarderProperty/strategy");
		String trigger = "properties/" + WORKFLOW
				+ "job.properties.PipelineTriggersJobProperty/triggers/hudson.triggers.SCMTrigger/";
		owned.add(Owned.text(trigger + "spec", "H/15 * * * *"));
		owned.add(Owned.text(trigger + "ignorePostCommitHooks", "false", "false"));
		owned.add(Owned.typed("definition", WORKFLOW + "cps.CpsScmFlowDefinition"));
		owned.add(Owned.typed("definition/scm", "hudson.plugins.git.GitSCM"));
		owned.add(Owned.text("definition/scm/configVersion", "2"));
		String remoteConfig = "definition/scm/userRemoteConfigs/hudson.plugins.git.UserRemoteConfig/";
		owned.add(Owned.text(remoteConfig + "url", remote));
		if (credentials) {
			owned.add(Owned.text(remoteConfig + "credentialsId", GIT));
		}
		owned.add(Owned.text("definition/scm/branches/hudson.plugins.git.BranchSpec/name", "*/" + MAIN));
		owned.add(Owned.text("definition/scriptPath", "Jenkinsfile"));
		owned.add(Owned.text("definition/lightweight", "true"));
		owned.add(Owned.text("disabled", "false", "false"));
		return owned;
	}

	private String described(String service) {
		return mark(service) + " What is changed here is shown there as a difference.";
	}

	private static void orphans(List<Owned> owned) {
		owned.add(Owned.typed("orphanedItemStrategy", FOLDER + "computed.DefaultOrphanedItemStrategy"));
		owned.add(Owned.text("orphanedItemStrategy/pruneDeadBranches", "true"));
		owned.add(Owned.text("orphanedItemStrategy/daysToKeep", "30"));
		owned.add(Owned.text("orphanedItemStrategy/numToKeep", "20"));
	}

	private void discarder(List<Owned> owned, String path) {
		owned.add(Owned.typed(path, "hudson.tasks.LogRotator"));
		owned.add(Owned.text(path + "/daysToKeep", "-1"));
		owned.add(Owned.text(path + "/numToKeep", String.valueOf(this.keptBuilds)));
		owned.add(Owned.text(path + "/artifactDaysToKeep", "-1"));
		owned.add(Owned.text(path + "/artifactNumToKeep", "-1"));
	}

	/**
	 * The shared library.
	 *
	 * @param name what Jenkinsfiles call it
	 * @param remote its repository
	 * @param version a tag, branch or commit: what is pinned
	 * @param path its folder in the repository, with a slash at the end; empty for the
	 * root
	 * @param credential that fetches it; empty for none
	 */
	public record Library(String name, String remote, String version, String path, String credential) {

		void addTo(List<Owned> owned) {
			String root = "properties/" + WORKFLOW + "libs.FolderLibraries/libraries/" + WORKFLOW
					+ "libs.LibraryConfiguration[name=" + this.name + "]/";
			owned.add(Owned.text(root + "name", this.name));
			owned.add(Owned.typed(root + "retriever", WORKFLOW + "libs.SCMSourceRetriever"));
			owned.add(Owned.typed(root + "retriever/scm", "jenkins.plugins.git.GitSCMSource"));
			owned.add(Owned.text(root + "retriever/scm/id", "slipway-library"));
			owned.add(Owned.text(root + "retriever/scm/remote", this.remote));
			if (!this.credential.isEmpty()) {
				owned.add(Owned.text(root + "retriever/scm/credentialsId", this.credential));
			}
			String traits = root + "retriever/scm/traits/jenkins.plugins.git.traits.";
			owned.add(Owned.text(traits + "BranchDiscoveryTrait", ""));
			owned.add(Owned.text(traits + "TagDiscoveryTrait", ""));
			if (!this.path.isEmpty()) {
				owned.add(Owned.text(root + "retriever/libraryPath", this.path));
			}
			owned.add(Owned.text(root + "defaultVersion", this.version));
			owned.add(Owned.text(root + "implicit", "false", "false"));
			owned.add(Owned.text(root + "allowVersionOverride", "true", "true"));
			owned.add(Owned.text(root + "includeInChangesets", "false", "true"));
		}

	}

}
