using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order of insertion, as Python's does.</summary>
public class OrderedDict<TKey, TValue> : IEnumerable<(TKey, TValue)> where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> values = [];
    private readonly List<TKey> order = [];

    public int Count => order.Count;

    public bool IsReadOnly => false;

    public ICollection<TKey> Keys => order.AsReadOnly();

    public ICollection<TValue> Values => order.ConvertAll(key => values[key]);

    public TValue this[TKey key]
    {
        get => values[key];
        set
        {
            if (values.ContainsKey(key))
                values[key] = value;
            else
                Add(key, value);
        }
    }

    public void Add(TKey key, TValue value)
    {
        values.Add(key, value);
        order.Add(key);
    }

    public bool ContainsKey(TKey key) => values.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => values.TryGetValue(key, out value);

    public bool Remove(TKey key) => values.Remove(key) && order.Remove(key);

    public void Clear()
    {
        values.Clear();
        order.Clear();
    }

    public IEnumerator<(TKey, TValue)> GetEnumerator() => order.Select(key => (key, values[key])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
