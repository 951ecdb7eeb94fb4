package dev.slipway.jenkins.adapter;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.jenkins.Stages;
import org.jspecify.annotations.Nullable;

/**
 * The stages of runs: those of the plugin pipeline-graph-view, nested, whose path depends
 * on its version, else those of pipeline-rest-api, flat. The path that answered is taken
 * from then on; when none did while the other plugin answered, the first is looked for
 * again only after so many runs were looked at.
 */
final class StagePages {

	/** In the order of trying; the first is that of version 661. */
	static final List<String> TREES = List.of("/pipeline-overview/tree", "/stages/tree", "/pipeline-graph/tree");

	private static final int LOOKS_WITHOUT = 300;

	private final JenkinsClient client;

	private volatile @Nullable String known;

	private final AtomicInteger without = new AtomicInteger();

	StagePages(JenkinsClient client) {
		this.client = client;
	}

	/**
	 * The stages of a run.
	 * @param explained whether to ask why stages failed, too, which only the flat list
	 * says
	 */
	Stages of(String run, boolean explained) {
		Optional<Stages> tree = tree(run);
		if (tree.isPresent() && !explained) {
			return tree.get();
		}
		Optional<Stages> flat = HttpJenkins.there(() -> JenkinsJson.flat(this.client.parsed(run + "/wfapi/describe")));
		if (tree.isEmpty() && flat.isPresent()) {
			missing();
		}
		return tree.map((nested) -> flat.map(nested::explainedBy).orElse(nested))
			.orElseGet(() -> flat.orElse(new Stages(List.of(), true)));
	}

	private Optional<Stages> tree(String run) {
		String path = this.known;
		if (path != null) {
			return tree(run, path);
		}
		if (this.without.get() > 0) {
			this.without.decrementAndGet();
			return Optional.empty();
		}
		for (String candidate : TREES) {
			Optional<Stages> found = tree(run, candidate);
			if (found.isPresent()) {
				this.known = candidate;
				return found;
			}
		}
		return Optional.empty();
	}

	private Optional<Stages> tree(String run, String path) {
		return HttpJenkins.there(() -> JenkinsJson.tree(this.client.parsed(run + path)));
	}

	/** The run is there and its tree is not: another version, or no such plugin. */
	private void missing() {
		if (this.known != null) {
			this.known = null;
		}
		else if (this.without.get() == 0) {
			this.without.set(LOOKS_WITHOUT);
		}
	}

}
