using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Moving to another device or element type. A converted parameter is a new object, so optimizers are made after.
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(dtype, InitializeDevice(device), non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                _toEpilog(null, InitializeDevice(new Device(deviceType, deviceType == DeviceType.CPU ? -1 : deviceIndex)), non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            /// <summary>Converts the module's own tensors and its children, and puts the new ones in the fields.</summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var child in children().ToList())
                    Convert(child, dtype, device, non_blocking);

                foreach (var (name, parameter) in ownParameters.ToList())
                    if (ReplaceParameter(dtype, device, parameter, out var converted) && converted is not null)
                    {
                        if (!SetMember(name, parameter, converted))
                            parameter.Dispose();
                        ConditionallyRegisterParameter(name, converted);
                    }
                foreach (var (name, (buffer, persistent)) in ownBuffers.ToList())
                    if (ReplaceBuffer(dtype, device, buffer, out var converted) && converted is not null)
                    {
                        SetMember(name, buffer, converted);
                        ConditionallyRegisterBuffer(name, converted, persistent);
                    }
            }

            /// <summary>The tensor in another type or on another device; false if it is there already.</summary>
            /// <remarks>The old one is disposed. Whole numbers keep their type.</remarks>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                var type = TypeAfter(dtype, buffer);
                var place = device ?? buffer.device;
                result = buffer.WouldChange(type, place)
                    ? buffer.to(type, place, disposeAfter: true).DetachFromDisposeScope()
                    : null;
                return result is not null;
            }

            /// <summary>A new leaf with the parameter's value and gradient; the old one stays for the caller to dispose.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                var type = TypeAfter(dtype, param);
                var place = device ?? param.device;
                p = null;
                if (!param.WouldChange(type, place))
                    return false;
                using var unrecorded = no_grad();
                p = new Parameter(param.to(type, place), param.requires_grad);
                p.DetachFromDisposeScope();
                using var gradient = param.grad;
                using var moved = gradient?.to(type, place);
                p.grad = moved;
                return true;
            }

            /// <summary>Replaces a tensor in the field or the property it was registered from.</summary>
            /// <returns>Whether the old tensor was disposed by the property that held it.</returns>
            private bool SetMember(string name, Tensor old, Tensor converted)
            {
                var property = GetType().GetProperty(name);
                if (property is { CanWrite: true } && ReferenceEquals(property.GetValue(this), old))
                {
                    property.SetValue(this, converted);
                    return old.IsInvalid;
                }
                foreach (var field in Fields(GetType()))
                    if (ReferenceEquals(field.GetValue(this), old))
                        field.SetValue(this, converted);
                return false;
            }

            private static void Convert(Module module, ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (dtype is { } type && device is not null)
                    module._to(device, type, non_blocking);
                else if (dtype is { } onlyType)
                    module._to(onlyType, non_blocking);
                else if (device is not null)
                    module._to(device.type, device.index, non_blocking);
            }

            private static ScalarType TypeAfter(ScalarType? wanted, Tensor tensor) =>
                wanted is { } type && (tensor.is_floating_point() || tensor.is_complex()) ? type : tensor.dtype;

            private static void RequireFloatingPoint(ScalarType dtype)
            {
                if (!is_floating_point(dtype) && !is_complex(dtype))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }
        }
    }
}

/// <summary>Conversions of modules that keep the module's type.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module =>
        Same(module, module._to(type, non_blocking));

    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module =>
        Same(module, module._to(device.type, device.index, non_blocking));

    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false)
        where T : torch.nn.Module => Same(module, module._to(device, type, non_blocking));

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : torch.nn.Module => Same(module, module._to(deviceType, deviceIndex, non_blocking));

    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(new torch.Device(device), non_blocking);

    public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module =>
        Same(module, module._to(other, non_blocking));

    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.CPU, non_blocking);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(DeviceType.CUDA, deviceIndex, non_blocking);

    public static T half<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.ScalarType.Float16, non_blocking);

    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.ScalarType.BFloat16, non_blocking);

    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.ScalarType.Float32, non_blocking);

    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.ScalarType.Float64, non_blocking);

    private static T Same<T>(T module, torch.nn.Module converted) where T : torch.nn.Module =>
        converted as T ?? module;
}
