export { loginProviderKinds } from './kinds.ts';
export {
  type LoginChecks,
  type LoginClient,
  LoginFailed,
  type LoginProvider,
  type LoginReturn,
  type RemotePerson,
} from './port.ts';
