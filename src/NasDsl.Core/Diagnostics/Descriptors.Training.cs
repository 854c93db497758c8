namespace NasDsl.Diagnostics;

/// <summary>What the trainers report; the codes are also constants of their exceptions.</summary>
public static partial class Descriptors
{
    private const string Search = "nasc search darts.nas --out run --data ";
    private const string Train = "nasc train darts.nas --arch best.arch.json --out run --data mnist";

    public static readonly DiagnosticDescriptor UnknownDataset = Error(
        "NAS7001",
        "unknown data set",
        "`--data` names neither a data set that is installed nor a folder (or, for a network of tokens, a text file). Names are looked for in the folder of the "
        + "environment variable NASDSL_DATA, and then where system packages put data sets.",
        Search + "fashion",
        Search + "fashion-mnist");

    public static readonly DiagnosticDescriptor MissingDataFile = Error(
        "NAS7002",
        "data file missing",
        "The folder lacks a file of the data set: four IDX files, the six files of the binary CIFAR-10, or of a text one file or "
        + "three for training, validation and test.",
        Search + "empty-folder",
        Search + "/usr/share/datasets/fashion-mnist");

    public static readonly DiagnosticDescriptor WrongMagic = Error(
        "NAS7003",
        "not an IDX file",
        "An IDX file begins with a magic number: 0x00000803 for images, 0x00000801 for labels. This one does not.",
        "train-images-idx3-ubyte holds a web page",
        "train-images-idx3-ubyte holds images");

    public static readonly DiagnosticDescriptor TruncatedData = Error(
        "NAS7004",
        "data file cut short",
        "The file ends before all that its header promises; most likely a download was interrupted.",
        "head -c 1000 train-images-idx3-ubyte",
        "the whole train-images-idx3-ubyte");

    public static readonly DiagnosticDescriptor TrailingBytes = Error(
        "NAS7005",
        "data after the end",
        "The file goes on after all that its header promises, so one of the two is wrong.",
        "cat train-labels-idx1-ubyte extra",
        "train-labels-idx1-ubyte as published");

    public static readonly DiagnosticDescriptor CorruptCompression = Error(
        "NAS7006",
        "damaged compression",
        "The file ends in `.gz`, but it cannot be unpacked.",
        "train-images-idx3-ubyte.gz with bytes changed",
        "train-images-idx3-ubyte.gz as published");

    public static readonly DiagnosticDescriptor CountMismatch = Error(
        "NAS7007",
        "data files that do not belong together",
        "Images and labels, or training and test images, differ in number or shape.",
        "images of MNIST beside labels of another data set",
        "all four files of one data set");

    public static readonly DiagnosticDescriptor LabelOutOfRange = Error(
        "NAS7008",
        "label out of range",
        "A label is not less than the number of classes.",
        "label 12 in a data set of 10 classes",
        "labels 0 to 9 in a data set of 10 classes");

    public static readonly DiagnosticDescriptor ImagesDoNotFit = Error(
        "NAS7009",
        "images that do not fit the network",
        "Smaller images are padded with black and gray ones get the network's channels, but images are never cropped or "
        + "mixed down. Declare the network's input as large as the images.",
        "network N(image: [3, 16, 16]) { ... } with --data cifar10",
        "network N(image: [3, 32, 32]) { ... } with --data cifar10");

    public static readonly DiagnosticDescriptor BadDataHeader = Error(
        "NAS7010",
        "impossible header in a data file",
        "The header promises no images, or more than a file can hold.",
        "an IDX file of 0 images",
        "an IDX file of 60,000 images");

    public static readonly DiagnosticDescriptor TooFewImages = Error(
        "NAS7011",
        "too few images",
        "A search divides the training images in two parts, and each needs at least one batch; training needs at least one.",
        Search + "mnist --train-images 2 --batch 64",
        Search + "mnist --train-images 2000 --batch 64");

    public static readonly DiagnosticDescriptor UnreadableData = Error(
        "NAS7012",
        "data file that cannot be read",
        "The operating system refuses to open or read the file.",
        Search + "private",
        Search + "mnist");

    public static readonly DiagnosticDescriptor NotUtf8 = Error(
        "NAS7013",
        "text that is not UTF-8",
        "A text is read as UTF-8; some bytes of the file are none.",
        "ptb.train.txt in Latin-1",
        "ptb.train.txt in UTF-8");

    public static readonly DiagnosticDescriptor TooLittleText = Error(
        "NAS7014",
        "too little text",
        "A text is read in as many streams side by side as the batch says, and each needs one token more than the network has "
        + "steps. Of a single file, the first 80 % of the tokens train, the next 10 % validate and the rest tests.",
        "nasc train rnn.nas --arch best.arch.json --out run --data letter.txt --batch 64",
        "nasc train rnn.nas --arch best.arch.json --out run --data jargon --batch 64");

    public static readonly DiagnosticDescriptor MissingWeights = Error(
        "NAS7101", "weights file missing", "There is no such safetensors file.", "weights.safetensor", "weights.safetensors");

    public static readonly DiagnosticDescriptor TruncatedWeights = Error(
        "NAS7102",
        "weights file cut short",
        "The file ends before the tensors that its header lists.",
        "half of weights.safetensors",
        "the whole weights.safetensors");

    public static readonly DiagnosticDescriptor BadWeightsHeader = Error(
        "NAS7103",
        "damaged header of a weights file",
        "A safetensors file begins with the length of a JSON header and that header; this one does not.",
        "a PyTorch checkpoint (.pt) renamed to weights.safetensors",
        "a file written by safetensors.torch.save_file");

    public static readonly DiagnosticDescriptor UnknownWeightsType = Error(
        "NAS7104",
        "type of tensor that is not supported",
        "A tensor has a type that safetensors, or this program, does not know.",
        "a tensor of complex numbers",
        "a tensor of 32-bit floating-point numbers");

    public static readonly DiagnosticDescriptor BadWeightsOffsets = Error(
        "NAS7105",
        "tensors that overlap or leave gaps",
        "The header places tensors so that they overlap, leave gaps, or differ from their shapes in size.",
        "weights.safetensors edited by hand",
        "weights.safetensors as it was saved");

    public static readonly DiagnosticDescriptor WeightsOfOtherNetwork = Error(
        "NAS7106",
        "weights of another network",
        "The names or shapes of the tensors in the file are not those of the network.",
        "weights of a child with C 16 for one with C 36",
        "weights saved from the same architecture with the same parameters");

    public static readonly DiagnosticDescriptor UnwritableWeights = Error(
        "NAS7107",
        "weights that cannot be written",
        "The operating system refuses to write the file. It appears whole or not at all, so nothing half-written is left.",
        Train + " on a full disk",
        Train + " with room for the weights");

    public static readonly DiagnosticDescriptor LossNotFinite = Error(
        "NAS7201",
        "training diverged",
        "The loss became infinite or no number, and no later step can mend that. The learning rate is too large, or the "
        + "gradients are not clipped.",
        "weights = sgd(lr: 100)",
        "weights = sgd(lr: cosine(0.025), momentum: 0.9, clip: 5)");

    public static readonly DiagnosticDescriptor BadTrainingSetting = Error(
        "NAS7202",
        "setting out of range",
        "A setting of the search or of training has a value that makes no sense.",
        "search darts { order = 2, weights = adam(lr: 1e-3) }",
        "search darts { order = 2, weights = sgd(lr: 0.025) }");

    public static readonly DiagnosticDescriptor TooFewOutputs = Error(
        "NAS7203",
        "fewer outputs than classes",
        "The network's output needs a value for each class of the data set, or for each token of a text's vocabulary.",
        "output body |> global_avg_pool |> linear(5) with --data mnist",
        "output body |> global_avg_pool |> linear(10) with --data mnist");

    public static readonly DiagnosticDescriptor NoAlphas = Error(
        "NAS7204",
        "nothing to search",
        "The network has no decision, so there is nothing to find. It can be trained as it is.",
        "nasc search plain.nas --data mnist --out run",
        "nasc train plain.nas --data mnist --out run");

    public static readonly DiagnosticDescriptor NoAuxiliary = Error(
        "NAS7205",
        "no place for an auxiliary tower",
        "An auxiliary tower hangs on the images behind the last reduction of a `chain`; this network has none.",
        "train N { auxiliary = 0.4 } for a network without a chain",
        "train N { auxiliary = 0 }");

    public static readonly DiagnosticDescriptor NothingToRecompute = Error(
        "NAS7206",
        "nothing to compute again",
        "`--recompute cells` saves memory: each cell that the network uses, and each op in which something is chosen, keeps only its "
        + "inputs for the backward pass, which computes the rest again. A network that is written without them has nothing of the kind.",
        "nasc compile space.nas --emit supernet --recompute cells, for network N(x: [3, 8, 8]) { output x |> choose { a = conv(4, 3), b = conv(4, 5) } }",
        "op Block(x) = x |> choose { a = conv(4, 3), b = conv(4, 5) }, and network N(x: [3, 8, 8]) { output x |> Block }");

    public static readonly DiagnosticDescriptor NoSearchInProject = Error(
        "NAS7207",
        "project that cannot search as the program says",
        "A project of a supernet takes along the search by alphas: `darts`, `snas`, `gdas` and `proxylessnas`. Strategies that draw whole "
        + "architectures need the space and its constraints, which are in the compiler: `nasc search` carries them out. It would be another search "
        + "if the project took DARTS instead.",
        "nasc compile n.nas --project out, of `search enas { epochs = 5 }`",
        "nasc compile n.nas --project out, of `search gdas { epochs = 5 }`");

    public static readonly DiagnosticDescriptor UnknownDevice = Error(
        "NAS7301", "unknown device", "A device is `cpu`, `cuda` or `cuda:N`.", "--device gpu", "--device cuda");

    public static readonly DiagnosticDescriptor DeviceUnavailable = Error(
        "NAS7302",
        "device that is not there",
        "This machine has no such device, or libtorch was built without support for it.",
        "--device cuda on a machine without a GPU",
        "--device cpu");
}
