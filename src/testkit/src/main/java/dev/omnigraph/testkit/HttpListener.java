package dev.omnigraph.testkit;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small HTTP/1.1 server on a free loopback port: keep-alive connections, each on a virtual
 * thread, Nagle off. Unlike the JDK's it lets a handler reset a connection or break off an answer.
 */
final class HttpListener implements AutoCloseable {
  private final ServerSocket server;
  private final Handler handler;
  private final Set<Closeable> connections = ConcurrentHashMap.newKeySet();

  /** Answers one request; a request that it leaves unanswered resets the connection. */
  interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private HttpListener(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
  }

  static HttpListener start(Handler handler) {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      HttpListener listener = new HttpListener(server, handler);
      Thread.ofVirtual().name("http-accept-" + server.getLocalPort()).start(listener::accept);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    closeQuietly(server);
    connections.forEach(HttpListener::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    connections.add(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      for (boolean open = !server.isClosed(); open; ) {
        HttpExchange exchange = HttpExchange.read(in, socket);
        if (exchange == null) {
          return;
        }
        handler.handle(exchange);
        if (!exchange.isAnswered()) {
          exchange.reset();
        }
        open = exchange.keepsAlive();
      }
    } catch (EOFException | SocketException e) {
      // The client went away, or the test closed the server: nobody is there to be told.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connections.remove(socket);
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
