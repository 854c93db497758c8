using NasDsl.Cli;

return NascApplication.Run(args, Terminal.OfProcess(), Interruption.Token);
