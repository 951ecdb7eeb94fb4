package dev.slipway.access.adapter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

import dev.slipway.access.Role;
import dev.slipway.access.Token;
import dev.slipway.access.Tokens;
import dev.slipway.access.User;
import dev.slipway.access.Users;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Local mode's first administrator: the file {@code admin-token} in the state directory,
 * readable by its owner alone. Whoever can read it may do everything. It is made at the
 * first start and made anew when the database does not know it.
 */
class AdminToken implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(AdminToken.class);

	private static final String NAME = "admin";

	private final Path folder;

	private final Path file;

	private final Users users;

	private final Tokens tokens;

	private final Clock clock;

	private volatile boolean running;

	AdminToken(Path state, Users users, Tokens tokens, Clock clock) {
		this.folder = state.toAbsolutePath();
		this.file = this.folder.resolve("admin-token");
		this.users = users;
		this.tokens = tokens;
		this.clock = clock;
	}

	@Override
	public void start() {
		try {
			ensure();
			this.running = true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + this.file, ex);
		}
	}

	private void ensure() throws IOException {
		User admin = this.users.find(NAME).orElseGet(this::addAdmin);
		if (Files.exists(this.file)) {
			String secret = Files.readString(this.file).trim();
			if (this.tokens.authenticate(secret, EnumSet.of(Token.Kind.API)).isPresent()) {
				return;
			}
		}
		this.tokens.list(NAME)
			.stream()
			.filter((token) -> token.label().equals("admin-token"))
			.forEach((token) -> this.tokens.revoke(token.id()));
		write(this.tokens.issueApi(admin, "admin-token", Role.ADMIN, Set.of(), null).secret());
		log.info("Wrote a new administrator's token to {}", this.file);
	}

	private User addAdmin() {
		User admin = new User(NAME, Role.ADMIN, Set.of(), this.clock.instant());
		this.users.save(admin);
		return admin;
	}

	private void write(String secret) throws IOException {
		Files.createDirectories(this.folder);
		Path fresh = Files.createTempFile(this.folder, "admin-token", ".new", ownerOnly());
		Files.writeString(fresh, secret + "\n");
		Files.move(fresh, this.file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

	private FileAttribute<?>[] ownerOnly() {
		boolean posix = this.folder.getFileSystem().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Before the web server: who sees the port open finds the file. */
	@Override
	public int getPhase() {
		return 0;
	}

}
