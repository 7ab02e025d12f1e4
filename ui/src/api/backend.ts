/** What the window asks of its host. `tauri.ts` is the host itself, `memory.ts` stands in for it. */
import type { ApiError } from "./gen/ApiError";
import type { AppStatus } from "./gen/AppStatus";
import type { CaptureCount } from "./gen/CaptureCount";
import type { CapturePage } from "./gen/CapturePage";
import type { CaptureView } from "./gen/CaptureView";
import type { ConversationPage } from "./gen/ConversationPage";
import type { Copy } from "./gen/Copy";
import type { CountCaptures } from "./gen/CountCaptures";
import type { DeleteCaptures } from "./gen/DeleteCaptures";
import type { FilterValues } from "./gen/FilterValues";
import type { GetCapture } from "./gen/GetCapture";
import type { GetItems } from "./gen/GetItems";
import type { GetOrigins } from "./gen/GetOrigins";
import type { ItemView } from "./gen/ItemView";
import type { ListCaptures } from "./gen/ListCaptures";
import type { ListConversations } from "./gen/ListConversations";
import type { ListMessages } from "./gen/ListMessages";
import type { MessagePage } from "./gen/MessagePage";
import type { NoteCapture } from "./gen/NoteCapture";
import type { OpenAddress } from "./gen/OpenAddress";
import type { OriginView } from "./gen/OriginView";
import type { ParsedFilter } from "./gen/ParsedFilter";
import type { ParseFilter } from "./gen/ParseFilter";
import type { PickPath } from "./gen/PickPath";
import type { PinCaptures } from "./gen/PinCaptures";
import type { ReferencePage } from "./gen/ReferencePage";
import type { ReplayCapture } from "./gen/ReplayCapture";
import type { RestoreCaptures } from "./gen/RestoreCaptures";
import type { RetentionView } from "./gen/RetentionView";
import type { Sample } from "./gen/Sample";
import type { SendSample } from "./gen/SendSample";
import type { Sent } from "./gen/Sent";
import type { SetRetention } from "./gen/SetRetention";
import type { SetupView } from "./gen/SetupView";
import type { StartListener } from "./gen/StartListener";
import type { Tick } from "./gen/Tick";
import type { ZoomWindow } from "./gen/ZoomWindow";
import type { QualityCommands } from "./quality";
import type { TrustCommands } from "./trust";

type Nothing = Record<string, never>;

/** Request and answer of every command. */
export interface Commands extends QualityCommands, TrustCommands {
  "app.status": [Nothing, AppStatus];
  "app.retry": [Nothing, AppStatus];
  "listener.start": [StartListener, AppStatus];
  "captures.list": [ListCaptures, CapturePage];
  "captures.get": [GetCapture, CaptureView];
  "captures.items": [GetItems, ItemView[]];
  "captures.origins": [GetOrigins, OriginView[][]];
  "captures.count": [CountCaptures, CaptureCount];
  "conversations.list": [ListConversations, ConversationPage];
  "conversations.messages": [ListMessages, MessagePage];
  "captures.pin": [PinCaptures, null];
  "captures.note": [NoteCapture, null];
  "captures.delete": [DeleteCaptures, null];
  "captures.restore": [RestoreCaptures, null];
  "captures.replay": [ReplayCapture, Sent];
  "filter.parse": [ParseFilter, ParsedFilter];
  "filter.values": [FilterValues, string[]];
  "reference.list": [Nothing, ReferencePage[]];
  "samples.list": [Nothing, Sample[]];
  "samples.send": [SendSample, Sent];
  "setup.get": [Nothing, SetupView];
  "retention.get": [Nothing, RetentionView];
  "retention.set": [SetRetention, RetentionView];
  "clipboard.copy": [Copy, null];
  "browser.open": [OpenAddress, null];
  "window.ready": [Nothing, null];
  "window.pick": [PickPath, string | null];
  "window.zoom": [ZoomWindow, null];
}

export type Command = keyof Commands;
export type Request<C extends Command> = Commands[C][0];
export type Answer<C extends Command> = Commands[C][1];

/** The one door to the host. */
export interface Backend {
  /** Runs a command; what is refused is thrown as an `ApiError`. */
  rpc<C extends Command>(name: C, request: Request<C>): Promise<Answer<C>>;
  /** The body of a capture, as it was received. */
  body(id: number): Promise<Uint8Array>;
  /** Calls back when there is something new to ask for. The answer stops it. */
  onTick(callback: (tick: Tick) => void): Promise<() => void>;
}

/** Whatever was thrown as an `ApiError`, so that it can be shown. */
export function toApiError(thrown: unknown): ApiError {
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
    const { code, message, hint } = thrown as Partial<ApiError>;
    return { code: String(code ?? "other"), message: String(message), hint: hint ?? null };
  }
  return { code: "other", message: String(thrown), hint: null };
}
