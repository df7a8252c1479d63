import { startKeys } from "./app/actions.ts";
import { startRouter } from "./app/router.ts";
import "./app/millraceApp.ts";

startRouter();
startKeys();
