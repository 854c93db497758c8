namespace NasDsl.Torch.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly ImageShape Shape = new(2, 3, 4);
    private static readonly float[] Black = [-1, -2];

    [Fact]
    public void A_crop_is_a_shift_that_draws_in_black()
    {
        HashSet<(int Down, int Right)> seen = [];
        for (var seed = 0UL; seed < 200; seed++)
        {
            var image = Numbered();
            new RandomCrop(1).Apply(image, Shape, Black, new SeededRandom(seed));
            var shift = AllShifts(1).Single(shift => image.SequenceEqual(Shifted(shift.Down, shift.Right)));
            seen.Add(shift);
        }

        Assert.Equal(9, seen.Count);
    }

    [Fact]
    public void A_crop_beyond_the_image_leaves_black_only()
    {
        var blank = false;
        for (var seed = 0UL; seed < 50; seed++)
        {
            var image = Numbered();
            new RandomCrop(9).Apply(image, Shape, Black, new SeededRandom(seed));
            blank |= image[..12].All(value => value == -1) && image[12..].All(value => value == -2);
        }

        Assert.True(blank);
    }

    [Fact]
    public void A_flip_mirrors_half_of_the_images()
    {
        var flipped = 0;
        for (var seed = 0UL; seed < 400; seed++)
        {
            var image = Numbered();
            new HorizontalFlip().Apply(image, Shape, Black, new SeededRandom(seed));
            if (image[0] == 1)
                continue;
            flipped++;
            Assert.Equal([4, 3, 2, 1, 8, 7, 6, 5], image[..8]);
        }

        Assert.InRange(flipped, 160, 240);
    }

    [Fact]
    public void Cutout_clears_a_square_that_the_border_cuts()
    {
        var shape = new ImageShape(1, 8, 8);
        HashSet<int> areas = [];
        for (var seed = 0UL; seed < 300; seed++)
        {
            float[] image = [.. Enumerable.Repeat(1f, 64)];
            new Cutout(4).Apply(image, shape, [0], new SeededRandom(seed));
            areas.Add(image.Count(value => value == 0));
        }

        // Sides of 2, 3 or 4 pixels remain.
        Assert.Equal([4, 6, 8, 9, 12, 16], areas.Order());
    }

    private static float[] Numbered() => [.. Enumerable.Range(1, Shape.Size).Select(i => (float)i)];

    private static IEnumerable<(int Down, int Right)> AllShifts(int pad) =>
        from down in Enumerable.Range(-pad, 2 * pad + 1)
        from right in Enumerable.Range(-pad, 2 * pad + 1)
        select (down, right);

    private static float[] Shifted(int down, int right)
    {
        var (source, result) = (Numbered(), new float[Shape.Size]);
        for (var i = 0; i < result.Length; i++)
        {
            var (c, y, x) = (i / Shape.Area, i % Shape.Area / Shape.Width - down, i % Shape.Width - right);
            var inside = y >= 0 && y < Shape.Height && x >= 0 && x < Shape.Width;
            result[i] = inside ? source[c * Shape.Area + y * Shape.Width + x] : Black[c];
        }

        return result;
    }
}
