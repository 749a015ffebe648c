import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.File;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/** Spring Authorization Server with the clients of a file, which signs in Alice without a form. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class Server {
  public static void main(String[] args) {
    SpringApplication.run(Server.class, args);
  }

  private static JsonNode settings() throws IOException {
    return new ObjectMapper().readTree(new File(System.getenv("SERVER_SETTINGS")));
  }

  @Bean
  SecurityFilterChain endpoints(HttpSecurity http) throws Exception {
    OAuth2AuthorizationServerConfigurer server = OAuth2AuthorizationServerConfigurer.authorizationServer();
    return http.securityMatcher(server.getEndpointsMatcher())
        .with(server, configured -> configured.oidc(Customizer.withDefaults()))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .csrf(csrf -> csrf.disable())
        .addFilterAfter((request, response, chain) -> {
          if (((jakarta.servlet.http.HttpServletRequest) request).getRequestURI().equals("/oauth2/authorize")) {
            SecurityContextHolder.getContext().setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated("alice", "", AuthorityUtils.createAuthorityList("ROLE_USER")));
          }
          chain.doFilter(request, response);
        }, SecurityContextHolderFilter.class)
        .build();
  }

  @Bean
  RegisteredClientRepository clients() throws IOException {
    List<RegisteredClient> clients = new ArrayList<>();
    for (JsonNode each : settings().get("clients")) {
      RegisteredClient.Builder client = RegisteredClient.withId(each.get("client_id").asText()).clientId(each.get("client_id").asText());
      client.clientName(each.get("client_name").asText());
      client.clientAuthenticationMethod(new ClientAuthenticationMethod(each.get("token_endpoint_auth_method").asText()));
      if (each.has("client_secret")) {
        client.clientSecret("{noop}" + each.get("client_secret").asText());
      }
      each.get("grant_types").forEach(grant -> client.authorizationGrantType(new AuthorizationGrantType(grant.asText())));
      each.path("redirect_uris").forEach(uri -> client.redirectUri(uri.asText()));
      each.path("post_logout_redirect_uris").forEach(uri -> client.postLogoutRedirectUri(uri.asText()));
      client.scopes(scopes -> scopes.addAll(Set.of(each.get("scope").asText().split(" "))));
      client.clientSettings(ClientSettings.builder().requireProofKey(each.get("require_pkce").asBoolean()).build());
      clients.add(client.build());
    }
    return new InMemoryRegisteredClientRepository(clients);
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> claims() throws IOException {
    String audience = settings().get("audience").asText();
    return context -> {
      boolean service = AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType());
      context.getClaims().claim("identitytype", service ? "app" : "user");
      if (context.getTokenType().getValue().equals("access_token")) {
        context.getClaims().audience(List.of(audience)).claim("scp", List.copyOf(context.getAuthorizedScopes()));
        context.getClaims().claim("client_id", context.getRegisteredClient().getClientId());
      }
    };
  }

  @Bean
  AuthorizationServerSettings address() throws IOException {
    return AuthorizationServerSettings.builder().issuer(settings().get("issuer").asText()).build();
  }

  @Bean
  JWKSource<SecurityContext> keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    RSAKey key = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey((RSAPrivateKey) pair.getPrivate()).keyID("one").build();
    return new ImmutableJWKSet<>(new JWKSet(key));
  }
}
