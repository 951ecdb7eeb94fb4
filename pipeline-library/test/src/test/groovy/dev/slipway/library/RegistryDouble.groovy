package dev.slipway.library

import java.nio.file.Files
import java.nio.file.Path

/** A real Docker registry of Debian's package docker-registry on a port of its own choice, with a user robot. */
class RegistryDouble implements Closeable {

	static final String PASSWORD = 's3cret'

	/** By bcrypt, which is all that the registry reads. */
	private static final String HASH = '$2b$05$abcdefghijklmnopqrstuuLK7U1u6pVRmL7L1BBM2aS35PSZnDXlK'

	private final Process process

	final String address

	static boolean isInstalled() {
		System.getenv('PATH').split(':').any { new File(it, 'docker-registry').canExecute() }
	}

	RegistryDouble(Path folder, boolean locked) {
		Files.createDirectories(folder)
		Path config = folder.resolve('config.yml')
		Path users = folder.resolve('htpasswd')
		Files.write(users, "robot:${HASH}\n".toString().bytes)
		String auth = locked ? "auth: {htpasswd: {realm: test, path: '${users}'}}\n" : ''
		Files.write(config, """version: 0.1
log: {level: info}
storage: {filesystem: {rootdirectory: '${folder.resolve('data')}'}}
http: {addr: '127.0.0.1:0'}
${auth}""".toString().bytes)
		File log = folder.resolve('log').toFile()
		process = new ProcessBuilder('docker-registry', 'serve', config.toString()).redirectErrorStream(true).redirectOutput(log).start()
		address = 'localhost:' + port(log)
	}

	private int port(File log) {
		long deadline = System.nanoTime() + 60_000_000_000L
		while (System.nanoTime() < deadline && process.alive) {
			def matcher = log.exists() ? log.getText('UTF-8') =~ /listening on 127\.0\.0\.1:(\d+)/ : ('' =~ /x/)
			if (matcher.find()) {
				return matcher.group(1) as int
			}
			Thread.sleep(50)
		}
		close()
		throw new IllegalStateException("The registry did not start: ${log.exists() ? log.getText('UTF-8') : 'no log'}")
	}

	/** Asks for a path below /v2/, as robot. */
	HttpURLConnection ask(String method, String path, String type, byte[] body) {
		String url = path.startsWith('http') ? path : "http://${address}/v2/${path}"
		HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection()
		connection.requestMethod = method
		connection.setRequestProperty('Authorization', 'Basic ' + "robot:${PASSWORD}".toString().bytes.encodeBase64())
		connection.setRequestProperty('Accept', type)
		if (body != null) {
			connection.doOutput = true
			connection.setRequestProperty('Content-Type', type)
			connection.outputStream.write(body)
			connection.outputStream.close()
		}
		connection
	}

	@Override
	void close() {
		process.destroy()
		process.waitFor()
	}

}
