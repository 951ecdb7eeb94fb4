package dev.slipway.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.slipway.rollout.Wishes.Command;
import org.jspecify.annotations.NullUnmarked;

/** Commands and findings of one release in memory. */
@NullUnmarked
class FakeJournal implements ReleaseJournal {

	final List<Command> commands = new ArrayList<>();

	final List<Finding> findings = new ArrayList<>();

	@Override
	public void add(Release release, Command command, Instant at) {
		this.commands.add(command);
	}

	@Override
	public List<Command> commands(Release release) {
		return List.copyOf(this.commands);
	}

	@Override
	public void keep(Release release, Finding finding) {
		boolean known = this.findings.stream()
			.anyMatch((kept) -> kept.stage() == finding.stage() && kept.gate().equals(finding.gate()));
		if (!known) {
			this.findings.add(finding);
		}
	}

	@Override
	public Map<String, Reading> kept(Release release, int stage) {
		return this.findings.stream()
			.filter((finding) -> finding.stage() == stage)
			.collect(Collectors.toMap(Finding::gate, Finding::reading));
	}

	@Override
	public List<Lacking> lacking(String gate, Instant endedAfter, int limit) {
		return List.of();
	}

	@Override
	public List<Finding> findings(Release release) {
		return List.copyOf(this.findings);
	}

}
