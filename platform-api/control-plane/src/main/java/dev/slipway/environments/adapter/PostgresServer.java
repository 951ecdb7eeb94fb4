package dev.slipway.environments.adapter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.slipway.environments.OwnDatabaseServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the platform's own for the services of one machine, below
 * {@code <state>/postgres}. It is a daemon: it survives the platform, and the next start
 * adopts it by its {@code postmaster.pid}. It listens on loopback at a port that it
 * keeps, because the services' Secrets name it.
 */
final class PostgresServer implements OwnDatabaseServer {

	private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

	private static final String USER = "slipway";

	private static final int FIRST_PORT = 15432;

	private static final int PORTS = 1000;

	private static final int PORT_LINE = 3;

	private final Path folder;

	private final Path data;

	/** The server that is, or will be, below a folder; nothing is touched yet. */
	PostgresServer(Path folder) {
		this.folder = folder.toAbsolutePath().normalize();
		this.data = this.folder.resolve("data");
	}

	/** Whether it was ever started here. */
	boolean initialised() {
		return Files.exists(this.data.resolve("PG_VERSION")) && Files.exists(portFile());
	}

	/** Starts it, or adopts the one that runs. */
	synchronized AdminAccess start() {
		try {
			Path home = PostgresBinaries.unpack(Files.createDirectories(this.folder).resolve("software"));
			if (!initialised()) {
				initialise(home);
			}
			int port = Integer.parseInt(Files.readString(portFile()).trim());
			Optional<Integer> running = runningPort();
			if (running.isEmpty()) {
				launch(home, port);
			}
			return new AdminAccess("jdbc:postgresql://127.0.0.1:" + running.orElse(port) + "/postgres", USER,
					Files.readString(passwordFile()).trim());
		}
		catch (IOException ex) {
			throw new IllegalStateException("The PostgreSQL for services cannot be started: " + ex.getMessage(), ex);
		}
	}

	/** Stops it if it runs, ending its connections. */
	@Override
	public synchronized void stopServer() {
		try {
			if (runningPort().isPresent()) {
				run("pg_ctl", "-D", this.data.toString(), "-m", "fast", "-w", "stop");
			}
		}
		catch (IOException ex) {
			log.warn("The PostgreSQL for services did not stop: {}", ex.getMessage());
		}
	}

	/** The port of the server that runs on this data, read from its own file. */
	Optional<Integer> runningPort() throws IOException {
		Path file = this.data.resolve("postmaster.pid");
		if (!Files.exists(file)) {
			return Optional.empty();
		}
		List<String> lines = Files.readAllLines(file);
		if (lines.size() <= PORT_LINE) {
			return Optional.empty();
		}
		// After a reboot the number may be another program's.
		return ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
			.filter(ProcessHandle::isAlive)
			.filter((process) -> process.info().command().map((path) -> path.endsWith("postgres")).orElse(false))
			.map((process) -> Integer.parseInt(lines.get(PORT_LINE).trim()));
	}

	private void initialise(Path home) throws IOException {
		deleteLeftovers();
		if (!Files.exists(passwordFile())) {
			Files.createFile(passwordFile(),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
			Files.writeString(passwordFile(), UUID.randomUUID().toString());
		}
		log.info("Making a PostgreSQL for services in {}", this.folder);
		run("initdb", "-D", this.data.toString(), "-U", USER, "-A", "scram-sha-256", "--pwfile",
				passwordFile().toString(), "-E", "UTF8", "--locale=C");
		Files.writeString(portFile(), Integer.toString(freePort()));
	}

	/** A crash in the middle of initdb leaves half a folder. */
	private void deleteLeftovers() throws IOException {
		if (!Files.exists(this.data)) {
			return;
		}
		try (var paths = Files.walk(this.data)) {
			for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
	}

	private void launch(Path home, int port) throws IOException {
		if (!free(port)) {
			throw new IOException("port " + port + " is taken by another program. The services' Secrets name it: "
					+ "end that program (ss -ltnp shows it) and start again");
		}
		run("pg_ctl", "-D", this.data.toString(), "-l", this.folder.resolve("server.log").toString(), "-w", "-o",
				"-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
						+ " -c shared_buffers=32MB",
				"start");
		log.info("PostgreSQL for services listens on 127.0.0.1:{}", port);
	}

	/**
	 * Runs one of its programs. PostgreSQL refuses to be root: in a user namespace of its
	 * own it is nobody, and still owns its files. Output goes to a file, as the daemon
	 * would keep a pipe open for ever.
	 */
	private void run(String program, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("unshare", "-U"));
		}
		command.add(this.folder.resolve("software/bin").resolve(program).toString());
		command.addAll(List.of(arguments));
		Path output = this.folder.resolve(program + ".log");
		Process process = new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
			.redirectOutput(output.toFile())
			.start();
		try {
			if (!process.waitFor(2, TimeUnit.MINUTES)) {
				process.destroyForcibly();
				throw new IOException(program + " did not end in 2 minutes; see " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(program + " was interrupted", ex);
		}
		if (process.exitValue() != 0) {
			throw new IOException(program + " failed: " + Files.readString(output).strip() + remedy());
		}
	}

	private static String remedy() {
		return isRoot() ? ". As root this needs user namespaces (unshare -U true); start the platform as another user,"
				+ " or set slipway.environments[0].database.url to a server of yours" : "";
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	/** Below the range that the kernel gives to outgoing connections. */
	private static int freePort() throws IOException {
		for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
			if (free(port)) {
				return port;
			}
		}
		throw new IOException("no port from " + FIRST_PORT + " on is free");
	}

	private static boolean free(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Path portFile() {
		return this.folder.resolve("port");
	}

	private Path passwordFile() {
		return this.folder.resolve("password");
	}

}
