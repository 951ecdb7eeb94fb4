package dev.slipway.cluster.api;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cluster.store.Key;
import dev.slipway.cluster.store.ObjectStore;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes API over HTTPS on 127.0.0.1. Nothing happens before {@link #start()}.
 */
public final class ApiServer implements AutoCloseable {

	private static final int WORKERS = 8;

	private static final int MOST_BYTES_A_LINE = 64 * 1024;

	private final ApiSettings settings;

	private final Identity identity;

	private final PodLogs logs;

	private final Clock clock;

	private final Objects objects;

	private @Nullable Vertx vertx;

	private int port;

	/**
	 * Prepares a server.
	 * @param store what it serves; stays open when the server stops
	 * @param logs where pods' logs come from
	 */
	public ApiServer(ObjectStore store, ApiSettings settings, PodLogs logs, Clock clock) {
		this.settings = settings;
		this.identity = new Identity(settings.directory());
		this.logs = logs;
		this.clock = clock;
		this.objects = new Objects(store, clock, new ServiceAddresses(store, settings.serviceRange()));
	}

	/**
	 * Starts listening, with certificates, token and the first namespaces made when they
	 * are not there.
	 * @throws IOException when the port is taken or the directory cannot be written
	 */
	public void start() throws IOException {
		this.identity.ensure(this.clock.instant());
		for (String namespace : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
			ensureNamespace(namespace);
		}
		Vertx started = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS).setEventLoopPoolSize(2));
		this.vertx = started;
		int wanted = (this.settings.port() != 0) ? this.settings.port() : this.identity.lastPort();
		try {
			listen(started, wanted);
		}
		catch (BindException ex) {
			if (this.settings.port() != 0) {
				close();
				throw new IOException("port " + wanted + " is taken: stop what listens there or choose another", ex);
			}
			listen(started, 0);
		}
		this.identity.rememberPort(this.port);
	}

	private void listen(Vertx on, int wanted) throws IOException {
		HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1")
			.setPort(wanted)
			.setSsl(true)
			.setKeyCertOptions(new PemKeyCertOptions().setCertPath(this.identity.serverCertificate().toString())
				.setKeyPath(this.identity.serverKey().toString()))
			.setMaxInitialLineLength(MOST_BYTES_A_LINE)
			.setMaxHeaderSize(MOST_BYTES_A_LINE)
			.setCompressionSupported(false);
		Dispatcher dispatcher = new Dispatcher(on, this.objects, this.logs, this.identity.token());
		try {
			HttpServer server = on.createHttpServer(options)
				.requestHandler(dispatcher::handle)
				.listen()
				.toCompletionStage()
				.toCompletableFuture()
				.join();
			this.port = server.actualPort();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof BindException bind) {
				throw bind;
			}
			throw new IOException("cannot listen on 127.0.0.1:" + wanted, ex.getCause());
		}
	}

	private void ensureNamespace(String name) {
		if (this.objects.store().shared(Key.of("namespaces", name)) == null) {
			ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
			namespace.putObject("metadata").put("name", name);
			this.objects.create("namespaces", "", namespace);
		}
	}

	/** For controllers in this JVM: writes with defaults and validation. */
	public Objects objects() {
		return this.objects;
	}

	/** The port it listens on. */
	public int port() {
		return this.port;
	}

	/** Its address. */
	public String url() {
		return "https://127.0.0.1:" + this.port;
	}

	/** The administrator's bearer token. */
	public String token() throws IOException {
		return this.identity.token();
	}

	/** The certificate to trust, as PEM. */
	public String caCertificate() throws IOException {
		return Files.readString(this.identity.caCertificate());
	}

	/** The content of a kubeconfig for this server, the CA and the token in it. */
	public String kubeconfig() throws IOException {
		return Kubeconfig.text(url(), Files.readAllBytes(this.identity.caCertificate()), token());
	}

	/** Writes the kubeconfig, readable by the owner only. */
	public void writeKubeconfig(Path file) throws IOException {
		// Who waits for the file must not read half of it.
		Path part = file.resolveSibling(file.getFileName() + ".part");
		Files.writeString(part, "");
		if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
		}
		Files.writeString(part, kubeconfig());
		Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/** Stops listening and ends all watches. */
	@Override
	public void close() {
		Vertx running = this.vertx;
		if (running != null) {
			running.close().toCompletionStage().toCompletableFuture().join();
			this.vertx = null;
		}
	}

}
