package dev.slipway.repository.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.slipway.repository.Push;
import dev.slipway.repository.Pushes;
import dev.slipway.repository.RepositoryName;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PostReceiveHook;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.jspecify.annotations.Nullable;

/** What happens around one push: rules before it, word of it after. */
class PushHooks implements PreReceiveHook, PostReceiveHook {

	private static final String MAIN = Constants.R_HEADS + "main";

	private final Pushes pushes;

	private final RepositoryName repository;

	private final String pusher;

	private final String page;

	private final Clock clock;

	private final List<Expected> expected = new ArrayList<>();

	private final List<ReceiveCommand> deletions = new ArrayList<>();

	PushHooks(Pushes pushes, RepositoryName repository, String pusher, String page, Clock clock) {
		this.pushes = pushes;
		this.repository = repository;
		this.pusher = pusher;
		this.page = page;
		this.clock = clock;
	}

	@Override
	public void onPreReceive(ReceivePack pack, Collection<ReceiveCommand> commands) {
		for (ReceiveCommand command : commands) {
			String refusal = refusal(command);
			if (refusal != null) {
				command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, refusal);
			}
			else if (command.getType() != ReceiveCommand.Type.DELETE) {
				push(pack.getRepository(), command).ifPresent((push) -> {
					this.pushes.expect(push);
					this.expected.add(new Expected(command, push));
				});
			}
			else if (command.getRefName().startsWith(Constants.R_HEADS)) {
				this.deletions.add(command);
			}
		}
	}

	/**
	 * JGit calls this only if a command succeeded; {@link #settle} looks after the rest.
	 */
	@Override
	public void onPostReceive(ReceivePack pack, Collection<ReceiveCommand> commands) {
		if (this.expected.stream().anyMatch((one) -> one.command().getResult() == ReceiveCommand.Result.OK)) {
			pack.sendMessage("Slipway has it; follow the build at " + this.page);
		}
	}

	/**
	 * After all, also after a failure: tells the branches that moved or were deleted,
	 * drops the others.
	 */
	void settle() {
		for (Expected one : this.expected) {
			if (one.command().getResult() == ReceiveCommand.Result.OK) {
				this.pushes.stored(one.push());
			}
			else {
				this.pushes.drop(one.push());
			}
		}
		this.expected.clear();
		this.deletions.stream()
			.filter((command) -> command.getResult() == ReceiveCommand.Result.OK)
			.forEach((command) -> this.pushes.deleted(this.repository.team(), this.repository.name(), branch(command)));
		this.deletions.clear();
	}

	private static @Nullable String refusal(ReceiveCommand command) {
		String ref = command.getRefName();
		if (!ref.startsWith(Constants.R_HEADS) && !ref.startsWith(Constants.R_TAGS)) {
			return "only branches and tags can be pushed";
		}
		if (ref.equals(MAIN) && command.getType() == ReceiveCommand.Type.DELETE) {
			return "main cannot be deleted: releases come from it";
		}
		if (ref.equals(MAIN) && command.getType() == ReceiveCommand.Type.UPDATE_NONFASTFORWARD) {
			return "the history of main cannot be rewritten: releases name its commits; push a revert";
		}
		return null;
	}

	private static String branch(ReceiveCommand command) {
		return command.getRefName().substring(Constants.R_HEADS.length());
	}

	/** None of a tag of something else than a commit. */
	private Optional<Push> push(Repository stored, ReceiveCommand command) {
		String ref = command.getRefName();
		if (ref.startsWith(Constants.R_HEADS)) {
			return Optional.of(push(branch(command), command.getNewId().name()));
		}
		try {
			return commit(stored, command.getNewId())
				.map((commit) -> push(Push.TAG + ref.substring(Constants.R_TAGS.length()), commit));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Push push(String branch, String commit) {
		return new Push(UUID.randomUUID().toString(), this.repository.team(), this.repository.name(), branch, commit,
				this.pusher, this.clock.instant());
	}

	/** The commit that a tag points at, by itself or by an annotation. */
	static Optional<String> commit(Repository repository, ObjectId tagged) throws IOException {
		try (RevWalk walk = new RevWalk(repository)) {
			return Optional.of(walk.parseCommit(tagged).name());
		}
		catch (IncorrectObjectTypeException ex) {
			return Optional.empty();
		}
	}

	private record Expected(ReceiveCommand command, Push push) {
	}

}
