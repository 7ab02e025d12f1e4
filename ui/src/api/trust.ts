/** The commands of who may deliver: endpoints, secrets, doctors, self-test and tunnel. */
import type { AddEndpoint } from "./gen/AddEndpoint";
import type { AddSecret } from "./gen/AddSecret";
import type { ConvertedAgain } from "./gen/ConvertedAgain";
import type { Diagnosis } from "./gen/Diagnosis";
import type { EndpointList } from "./gen/EndpointList";
import type { EndpointSaved } from "./gen/EndpointSaved";
import type { EndpointView } from "./gen/EndpointView";
import type { GetCapture } from "./gen/GetCapture";
import type { EndpointId } from "./gen/EndpointId";
import type { GetSecrets } from "./gen/GetSecrets";
import type { Rejudged } from "./gen/Rejudged";
import type { Restored } from "./gen/Restored";
import type { Revealed } from "./gen/Revealed";
import type { OneSecret } from "./gen/OneSecret";
import type { SaveEndpoint } from "./gen/SaveEndpoint";
import type { SecretAdded } from "./gen/SecretAdded";
import type { SecretsView } from "./gen/SecretsView";
import type { SelfTest } from "./gen/SelfTest";
import type { Sent } from "./gen/Sent";
import type { SetFault } from "./gen/SetFault";
import type { SetToken } from "./gen/SetToken";
import type { SetTunnel } from "./gen/SetTunnel";
import type { StartSelfTest } from "./gen/StartSelfTest";
import type { TokenSet } from "./gen/TokenSet";
import type { TunnelDetected } from "./gen/TunnelDetected";
import type { TunnelSet } from "./gen/TunnelSet";
import type { TunnelView } from "./gen/TunnelView";

type Nothing = Record<string, never>;

/** Request and answer of each. */
export interface TrustCommands {
  "secrets.get": [GetSecrets, SecretsView];
  "secrets.reveal": [OneSecret, Revealed];
  "secrets.set_token": [SetToken, TokenSet];
  "secrets.rotate_token": [OneSecret, TokenSet];
  "secrets.add": [AddSecret, SecretAdded];
  "secrets.remove": [OneSecret, SecretsView];
  "endpoints.list": [Nothing, EndpointList];
  "endpoints.get": [EndpointId, EndpointView];
  "endpoints.add": [AddEndpoint, EndpointSaved];
  "endpoints.save": [SaveEndpoint, EndpointSaved];
  "endpoints.delete": [EndpointId, EndpointList];
  "endpoints.set_fault": [SetFault, EndpointView];
  "doctor.explain": [GetCapture, Diagnosis];
  "doctor.restored": [GetCapture, Restored];
  "doctor.replay_restored": [GetCapture, Sent];
  "captures.rejudge": [Nothing, Rejudged];
  "captures.convert_again": [GetCapture, ConvertedAgain];
  "selftest.start": [StartSelfTest, SelfTest];
  "selftest.get": [Nothing, SelfTest | null];
  "selftest.cancel": [Nothing, SelfTest | null];
  "tunnel.get": [Nothing, TunnelView];
  "tunnel.set": [SetTunnel, TunnelSet];
  "tunnel.detect": [Nothing, TunnelDetected];
  "tunnel.check": [Nothing, TunnelView];
}
